using System.CommandLine;
using ModelRegistry.Cli.Database;
using ModelRegistry.Postgres.Backup;
using Spectre.Console;

namespace ModelRegistry.Cli.Backup;

/// <summary><c>modelreg restore</c>.</summary>
internal static class RestoreCommand
{
    private static readonly Argument<string> Source = new("FILE") { Description = "A file that modelreg backup has made" };
    private static readonly Option<bool> Json = new("--json") { Description = "Print the result as one JSON object" };

    public static Command Create(TimeProvider clock)
    {
        var command = new Command("restore", "Makes a registry from a backup, in a new or empty data folder (and an empty database, with --postgres).") { Source, DatabaseOptions.Data, DatabaseOptions.Postgres, Json };
        command.SetAction((parsed, cancellationToken) =>
        {
            var (place, file) = (DatabaseOptions.Read(parsed), Path.GetFullPath(parsed.GetRequiredValue(Source)));
            var report = new BackupReport(AnsiConsole.Console, parsed.GetValue(Json), clock);
            return report.RunAsync(
                progress => RegistryRestore.RunAsync(file, place, progress, cancellationToken),
                manifest => BackupResult.Of(manifest, file) with { DataDirectory = place.DataDirectory },
                [
                    $"Start a host on it with: ./run.sh serve --data-dir {place.DataDirectory}{(place.Postgres is null ? "" : " --postgres …")}",
                    "Tokens are valid as before; if the admin's is lost, start the host with another in MODELREG_ADMIN_TOKEN.",
                ]);
        });
        return command;
    }
}
