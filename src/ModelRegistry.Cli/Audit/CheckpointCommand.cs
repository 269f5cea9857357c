using System.CommandLine;
using System.Text.Json.Nodes;
using ModelRegistry.Cli.Client;
using ModelRegistry.Cli.Output;
using ModelRegistry.Postgres.Events;

namespace ModelRegistry.Cli.Audit;

/// <summary><c>modelreg audit checkpoint</c>.</summary>
internal static class CheckpointCommand
{
    private static readonly Option<FileInfo> Out = new("--out") { Description = "The file to write, which must not be there; keep it where the registry cannot write", Required = true };

    public static Command Create() => new RegistryCommand(
        "checkpoint", "Writes a signed list of the last events of all streams, for audit verify --checkpoint", "modelreg audit checkpoint --out monday.json") { Out }
        .Does<AuditCheckpoint>(
            MakeAsync,
            (screen, made) => screen.Line($"{Counted.Of(made.Streams, "stream")}, {Counted.Of(made.Events, "event")}: root {made.Root}"));

    private static async Task<JsonNode> MakeAsync(RegistryCall call)
    {
        await using var file = new WholeFile(call.Given.GetRequiredValue(Out).FullName);
        var made = await call.PostAsync("audit/checkpoints", new { });
        Answers.WriteJson(file.Writer, made);
        await file.KeepAsync();
        return made;
    }
}
