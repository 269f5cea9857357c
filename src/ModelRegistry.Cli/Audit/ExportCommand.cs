using System.CommandLine;
using System.Text.Json;
using ModelRegistry.Cli.Client;
using ModelRegistry.Cli.Output;

namespace ModelRegistry.Cli.Audit;

/// <summary><c>modelreg audit export</c>.</summary>
internal static class ExportCommand
{
    private static readonly Option<FileInfo?> Out = new("--out") { Description = "The file to write, which must not be there; without it the lines are printed" };

    public static Command Create() => new ExampleCommand(
        "export", "Writes every event as a line of JSON, the earliest first: who, when, what, from where", "modelreg audit export --out audit.jsonl")
    {
        Out, ServerOptions.Url, ServerOptions.Token,
    }.Runs(ExportAsync);

    private static async Task<int> ExportAsync(ParseResult parsed, CancellationToken cancellationToken)
    {
        using var client = ServerOptions.Open(parsed);
        var lines = client.ReadLinesAsync<JsonDocument>(HttpMethod.Get, "audit/export", cancellationToken);
        if (parsed.GetValue(Out) is not { } file)
        {
            await WriteAsync(lines, parsed.InvocationConfiguration.Output);
            return 0;
        }

        long count;
        await using (var whole = new WholeFile(file.FullName))
        {
            count = await WriteAsync(lines, whole.Writer);
            await whole.KeepAsync();
        }

        parsed.Answer(new ExportedLog(file.FullName, count), screen => screen.Line($"{Counted.Of(count, "event")} in {file.FullName}"));
        return 0;
    }

    private static async Task<long> WriteAsync(IAsyncEnumerable<JsonDocument> lines, TextWriter output)
    {
        var count = 0L;
        await foreach (var line in lines)
        {
            using (line)
                await output.WriteLineAsync(line.RootElement.GetRawText());
            count++;
        }

        return count;
    }
}
