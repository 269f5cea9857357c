using System.CommandLine;
using Microsoft.Extensions.Logging.Abstractions;
using ModelRegistry.Cli.Client;
using ModelRegistry.Cli.Database;
using ModelRegistry.Cli.Output;
using ModelRegistry.Postgres.Backup;

namespace ModelRegistry.Cli.Backup;

/// <summary><c>modelreg backup</c>.</summary>
internal static class BackupCommand
{
    private static readonly Argument<string> Target = new("FILE") { Description = "The backup to make; nothing of that name may be there" };
    private static readonly Option<bool> Json = new("--json") { Description = "Print the result as one JSON object" };

    public static Command Create(TimeProvider clock)
    {
        var command = new ExampleCommand("backup", "Puts a registry (database and artifacts) into one file, while its host runs or not.", "modelreg backup registry.tar --data-dir /srv/registry")
        {
            Target, DatabaseOptions.Data, DatabaseOptions.Postgres, Json,
        };
        command.SetAction((parsed, cancellationToken) =>
        {
            var file = Path.GetFullPath(parsed.GetRequiredValue(Target));
            return new BackupReport(Terminal.Out(), parsed.GetValue(Json), clock).RunAsync(
                async progress => BackupResult.Of(await RegistryBackup.WriteAsync(DatabaseOptions.Read(parsed), file, progress, NullLogger.Instance, cancellationToken), file),
                done => $"""
                    Restore it with: modelreg restore {done.File} --data-dir NEW_FOLDER
                    The admin token is not in it; tokens go on being valid.
                    """);
        });
        return command;
    }
}
