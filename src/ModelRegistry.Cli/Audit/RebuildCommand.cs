using System.CommandLine;
using ModelRegistry.Cli.Client;
using ModelRegistry.Cli.Output;

namespace ModelRegistry.Cli.Audit;

/// <summary><c>modelreg audit rebuild</c>. Exit code: 0 done, 2 not done.</summary>
internal static class RebuildCommand
{
    public static Command Create()
    {
        var command = new ExampleCommand(
            "rebuild",
            "Makes the tables of models and A/B tests again from the events, in one transaction. Meanwhile changes wait, and reading and serving go on",
            "modelreg audit rebuild")
        {
            ServerOptions.Url, ServerOptions.Token,
        };
        command.SetAction((parsed, cancellationToken) => LongCall.RunAsync(parsed, client => RebuildAsync(parsed, client, cancellationToken), cancellationToken));
        return command;
    }

    private static async Task<int> RebuildAsync(ParseResult parsed, RegistryClient client, CancellationToken cancellationToken)
    {
        var report = await LongCall.ReadAsync<RebuildReport>(client, HttpMethod.Post, "audit/rebuild", "replaying", cancellationToken);
        await parsed.InvocationConfiguration.Output.WriteLineAsync(
            $"made again from {Counted.Of(report.Events, "event")} of {Counted.Of(report.Streams, "stream")}");
        return 0;
    }
}
