using System.CommandLine;
using ModelRegistry.Cli.Client;
using ModelRegistry.Cli.Mlflow;
using ModelRegistry.Cli.Output;
using ModelRegistry.Postgres.Transfer;

namespace ModelRegistry.Cli.Registry;

/// <summary><c>modelreg import</c>. Exit code 1 where something was in conflict and left as it was.</summary>
internal static class ImportCommand
{
    private static readonly Argument<FileInfo> Source = new Argument<FileInfo>("FILE") { Description = "What modelreg export wrote; what went another way here is listed and left as it is" }.AcceptExistingOnly();
    private static readonly Option<bool> DryRun = new("--dry-run") { Description = "Only say what would happen" };

    public static RegistryCommand Create() => new RegistryCommand(
        "import",
        "Adds what another registry exported; never changes what is here",
        "modelreg import fraud.tar --dry-run") { Source, DryRun }
        .Does<ImportReport>(
            call => call.PostFileAsync($"import?dryRun={(call.Given.GetValue(DryRun) ? "true" : "false")}", call.Given.GetRequiredValue(Source)),
            Show,
            report => report.Conflicts.IsEmpty ? 0 : ExitCodes.Refused)
        .With(MlflowImportCommand.Create());

    private static void Show(Screen screen, ImportReport report)
    {
        screen.Line($"{(report.DryRun ? "it would be: " : "")}{Counted.Of(report.Added, "stream")} added, {report.Extended} extended, {report.Unchanged} unchanged; {Counted.Of(report.Events, "event")}, {Counted.Of(report.Artifacts, "artifact")}");
        if (report.Conflicts.IsEmpty)
            return;
        screen.Line($"{Counted.Of(report.Conflicts.Length, "conflict")}, left as they are here:");
        screen.Table(
            ["kind", "name", "id", "why", "detail"],
            report.Conflicts.Select(one => new Cell[] { one.Kind, one.Name ?? "", one.Id.ToString("D"), Cell.Bad(one.Why.ToString()), one.Detail }));
    }
}
