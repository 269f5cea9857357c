using ModelRegistry.Cli.Client;
using ModelRegistry.Cli.Output;
using Spectre.Console;

namespace ModelRegistry.Cli.Audit;

/// <summary>A call that answers line by line: how far it has come, and at last a report.</summary>
internal static class LongCall
{
    /// <summary>The report. On a terminal that takes colours a bar shows how far it has come.</summary>
    /// <exception cref="ApiException">The call was refused.</exception>
    /// <exception cref="HttpRequestException">There is no registry, or it ended before its report.</exception>
    /// <exception cref="IOException">The connection broke.</exception>
    public static Task<TReport> ReadAsync<TReport>(RegistryClient client, HttpMethod method, string path, string doing, CancellationToken cancellationToken, byte[]? body = null)
        where TReport : class
    {
        var lines = client.ReadLinesAsync<Line<TReport>>(method, path, cancellationToken, body);
        if (!Terminal.TakesColours(Console.IsErrorRedirected))
            return LastAsync(lines, _ => { });
        return Terminal.Error().Progress().AutoClear(true).StartAsync(context =>
        {
            var bar = context.AddTask(doing, maxValue: 1);
            return LastAsync(lines, step => bar.Value(step.Of == 0 ? 1 : (double)step.Events / step.Of));
        });
    }

    private static async Task<TReport> LastAsync<TReport>(IAsyncEnumerable<Line<TReport>> lines, Action<Step> show)
        where TReport : class
    {
        await foreach (var line in lines)
        {
            if (line.Report is { } report)
                return report;
            if (line.Progress is { } step)
                show(step);
        }

        throw new HttpRequestException("the registry ended its answer before the report; look into its log");
    }

    private sealed record Line<TReport>
        where TReport : class
    {
        public Step? Progress { get; init; }

        public TReport? Report { get; init; }
    }

    private sealed record Step(long Events, long Of);
}
