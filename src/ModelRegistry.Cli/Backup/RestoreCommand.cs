using System.CommandLine;
using ModelRegistry.Cli.Client;
using ModelRegistry.Cli.Database;
using ModelRegistry.Postgres.Backup;

namespace ModelRegistry.Cli.Backup;

/// <summary><c>modelreg restore</c>.</summary>
internal static class RestoreCommand
{
    private static readonly Argument<string> Source = new("FILE") { Description = "What modelreg backup wrote; with --postgres an empty database is needed too" };

    public static Command Create(TimeProvider clock) => new ExampleCommand(
        "restore", "Makes a registry from a backup, in an empty folder", "modelreg restore registry.tar --data-dir /srv/restored")
    {
        Source, DatabaseOptions.Data, DatabaseOptions.Postgres,
    }.Runs((parsed, cancellationToken) =>
    {
        var file = Path.GetFullPath(parsed.GetRequiredValue(Source));
        return BackupReport.RunAsync(
            parsed,
            clock,
            progress => RestoreAsync(file, DatabaseOptions.Read(parsed), progress, cancellationToken),
            done => $"""
                Start a host on it with: ./run.sh serve --data-dir {done.DataDirectory}
                Tokens are valid as before; if the admin's is lost, start the host with another in MODELREG_ADMIN_TOKEN.
                """);
    });

    private static async Task<BackupResult> RestoreAsync(string file, RegistryPlace place, IProgress<BackupProgress> progress, CancellationToken cancellationToken) =>
        BackupResult.Of(await RegistryRestore.RunAsync(file, place, progress, cancellationToken), file) with { DataDirectory = place.DataDirectory };
}
