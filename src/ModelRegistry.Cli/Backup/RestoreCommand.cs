using System.CommandLine;
using ModelRegistry.Cli.Client;
using ModelRegistry.Cli.Database;
using ModelRegistry.Cli.Output;
using ModelRegistry.Postgres.Backup;

namespace ModelRegistry.Cli.Backup;

/// <summary><c>modelreg restore</c>.</summary>
internal static class RestoreCommand
{
    private static readonly Argument<string> Source = new("FILE") { Description = "A file that modelreg backup has made" };
    private static readonly Option<bool> Json = new("--json") { Description = "Print the result as one JSON object" };

    public static Command Create(TimeProvider clock)
    {
        var command = new ExampleCommand("restore", "Makes a registry from a backup, in a new or empty data folder (and an empty database, with --postgres).", "modelreg restore registry.tar --data-dir /srv/restored")
        {
            Source, DatabaseOptions.Data, DatabaseOptions.Postgres, Json,
        };
        command.SetAction((parsed, cancellationToken) =>
        {
            var file = Path.GetFullPath(parsed.GetRequiredValue(Source));
            return new BackupReport(Terminal.Out(), parsed.GetValue(Json), clock).RunAsync(
                progress => RestoreAsync(file, DatabaseOptions.Read(parsed), progress, cancellationToken),
                done => $"""
                    Start a host on it with: ./run.sh serve --data-dir {done.DataDirectory}
                    Tokens are valid as before; if the admin's is lost, start the host with another in MODELREG_ADMIN_TOKEN.
                    """);
        });
        return command;
    }

    private static async Task<BackupResult> RestoreAsync(string file, RegistryPlace place, IProgress<BackupProgress> progress, CancellationToken cancellationToken) =>
        BackupResult.Of(await RegistryRestore.RunAsync(file, place, progress, cancellationToken), file) with { DataDirectory = place.DataDirectory };
}
