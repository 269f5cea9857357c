using System.CommandLine;
using Microsoft.Extensions.Logging.Abstractions;
using ModelRegistry.Cli.Client;
using ModelRegistry.Cli.Database;
using ModelRegistry.Postgres.Backup;

namespace ModelRegistry.Cli.Backup;

/// <summary><c>modelreg backup</c>.</summary>
internal static class BackupCommand
{
    private static readonly Argument<string> Target = new("FILE") { Description = "The file to write, which must not be there: the database and the artifacts" };

    public static Command Create(TimeProvider clock) => new ExampleCommand(
        "backup", "Puts the whole registry into one file, while its host runs or not", "modelreg backup registry.tar --data-dir /srv/registry")
    {
        Target, DatabaseOptions.Data, DatabaseOptions.Postgres,
    }.Runs((parsed, cancellationToken) =>
    {
        var file = Path.GetFullPath(parsed.GetRequiredValue(Target));
        return BackupReport.RunAsync(
            parsed,
            clock,
            async progress => BackupResult.Of(await RegistryBackup.WriteAsync(DatabaseOptions.Read(parsed), file, progress, NullLogger.Instance, cancellationToken), file),
            done => $"""
                Restore it with: modelreg restore {done.File} --data-dir NEW_FOLDER
                The admin token is not in it; tokens go on being valid.
                """);
    });
}
