using System.CommandLine;
using System.Text.Json;
using System.Text.Json.Nodes;
using ModelRegistry.Cli.Client;
using ModelRegistry.Cli.Output;
using ModelRegistry.Core;

namespace ModelRegistry.Cli.Mlflow;

/// <summary><c>modelreg import mlflow</c>. Exit code 1 where something did not come over.</summary>
internal static class MlflowImportCommand
{
    private static readonly Argument<Uri> Source = new("URI") { Description = "Address of the MLflow server, with USER:PASSWORD@ where it asks for them", CustomParser = ServerOptions.Read };
    private static readonly Option<string?> SourceToken = new("--source-token")
    {
        Description = $"Access token of the MLflow server (or {SourceCredentials.TokenVariable}, where {SourceCredentials.UrlVariable} is its address)",
        HelpName = "TOKEN",
    };

    private static readonly Option<bool> Running = new("--running") { Description = "Also runs that go on there; what they log later does not come" };
    private static readonly Option<bool> LeaveOut = new("--leave-out") { Description = "Pass versions that can never come, for good, so that later ones of their models come" };
    private static readonly Option<int> Retries = new("--retries") { Description = "How often a call that the MLflow server does not answer is repeated", DefaultValueFactory = _ => 8 };

    public static RegistryCommand Create() => new RegistryCommand(
        "mlflow",
        "Brings over what an MLflow server has; again: what is new there since, never changing what is here",
        "modelreg import mlflow http://127.0.0.1:5000") { Source, SourceToken, Running, LeaveOut, Retries }
        .Does<MlflowImportReport>(ImportAsync, Show, report => report.Conflicts.IsEmpty && report.Skipped.IsEmpty ? 0 : ExitCodes.Refused);

    private static async Task<JsonNode> ImportAsync(RegistryCall call)
    {
        var given = call.Given.GetRequiredValue(Source);
        var credentials = SourceCredentials.Of(given, call.Given.GetValue(SourceToken), Environment.GetEnvironmentVariable);
        using var there = new MlflowServer(SourceCredentials.Without(given), credentials, TimeProvider.System) { Retries = call.Given.GetValue(Retries) };
        var (url, token) = ServerOptions.Find(call.Given);
        using var here = new MlflowServer(url, new("Bearer", token), TimeProvider.System) { Retries = call.Given.GetValue(Retries) };
        // A token that is not taken is to be known before the other server is read.
        await call.Client.GetAsync<JsonNode>("models?pageSize=1", call.Cancelled).OrThrowAsync();
        var ledger = new ImportLedger(there.Address.ToString());
        try
        {
            var options = new MlflowImportOptions(call.Given.GetValue(Running), call.Given.GetValue(LeaveOut), Progress(call.Given));
            var tracking = new TrackingImport(there, call.Client, new ArtifactCopy(there, here, ledger), ledger, options);
            await tracking.RunAsync(call.Cancelled);
            await new ModelImport(there, call.Client, tracking, ledger, options).RunAsync(call.Cancelled);
        }
        catch (HttpRequestException away)
        {
            throw new HttpRequestException($"{away.Message}. What has come over stays; run the same command again, it goes on from there", away);
        }

        return JsonSerializer.SerializeToNode(ledger.Report(), RegistryJson.Options)!;
    }

    private static Action<string> Progress(ParseResult parsed) => parsed.WantsJson() ? _ => { } : Screen.Of(parsed).Line;

    private static void Show(Screen screen, MlflowImportReport report)
    {
        screen.Table(
            ["", "added", "here already"],
            new[] { ("experiments", report.Experiments), ("runs", report.Runs), ("files", report.Files), ("models", report.Models), ("versions", report.Versions) }
                .Select(row => new Cell[] { row.Item1, Screen.Number(row.Item2.Added), Screen.Number(row.Item2.Here) }));
        Show(screen, report.Conflicts, "conflict", "left as they are here");
        Show(screen, report.Skipped, "thing", "not brought over");
    }

    private static void Show(Screen screen, IReadOnlyCollection<ImportNote> notes, string what, string fate)
    {
        if (notes.Count == 0)
            return;
        screen.Line($"{Counted.Of(notes.Count, what)}, {fate}:");
        screen.Table(["kind", "name", "why"], notes.Select(note => new Cell[] { note.Kind, note.Name, Cell.Bad(note.Why) }));
    }
}
