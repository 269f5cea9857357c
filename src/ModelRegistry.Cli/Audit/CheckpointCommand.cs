using System.CommandLine;
using System.Text.Json;
using ModelRegistry.Cli.Client;
using ModelRegistry.Cli.Output;

namespace ModelRegistry.Cli.Audit;

/// <summary><c>modelreg audit checkpoint</c>. Exit code: 0 done, 2 not done.</summary>
internal static class CheckpointCommand
{
    private static readonly Option<FileInfo> Out = new("--out") { Description = "The file to write, which must not be there; keep it where the registry cannot write", Required = true };

    public static Command Create()
    {
        var command = new ExampleCommand(
            "checkpoint", "Has the heads of all streams signed and writes them to a file, for `audit verify --checkpoint`", "modelreg audit checkpoint --out monday.json")
        {
            ServerOptions.Url, ServerOptions.Token, Out,
        };
        command.SetAction((parsed, cancellationToken) => LongCall.RunAsync(parsed, client => MakeAsync(parsed, client, cancellationToken), cancellationToken));
        return command;
    }

    private static async Task<int> MakeAsync(ParseResult parsed, RegistryClient client, CancellationToken cancellationToken)
    {
        await using var file = new WholeFile(parsed.GetRequiredValue(Out).FullName);
        var made = (await client.PostAsync<JsonDocument>("audit/checkpoints", new { }, cancellationToken)).OrThrow();
        await file.Writer.WriteLineAsync(made.RootElement.GetRawText());
        await file.KeepAsync();
        var (streams, events) = (made.RootElement.GetProperty("streams").GetInt64(), made.RootElement.GetProperty("events").GetInt64());
        await parsed.InvocationConfiguration.Output.WriteLineAsync(
            $"{Counted.Of(streams, "stream")}, {Counted.Of(events, "event")}: root {made.RootElement.GetProperty("root").GetString()}");
        return 0;
    }
}
