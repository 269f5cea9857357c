using System.Globalization;
using ModelRegistry.Postgres.Embedded;
using Npgsql;

namespace ModelRegistry.Postgres.Backup;

/// <summary>An empty database that a restore fills.</summary>
internal abstract class RestoreDatabase : IAsyncDisposable
{
    protected abstract string ConnectionString { get; }

    protected abstract PostgresBinaries Programs { get; }

    /// <summary>What <c>pg_restore</c> is told beyond what it always is.</summary>
    protected virtual string[] Options => [];

    /// <summary>Makes the server for a folder without one, or looks at the one that is given.</summary>
    /// <exception cref="BackupException">The database is not empty, or its server is older than the backup.</exception>
    public static async Task<RestoreDatabase> OpenAsync(RestoreFolder folder, string? given, BackupManifest manifest, CancellationToken cancellationToken) =>
        given is null
            ? await PrivateRestoreDatabase.MakeAsync(folder.Data, manifest, cancellationToken)
            : await GivenRestoreDatabase.OpenAsync(given, manifest, cancellationToken);

    /// <summary>Fills it from a dump.</summary>
    public virtual async Task FillAsync(Stream dump, CancellationToken cancellationToken)
    {
        var settings = new NpgsqlConnectionStringBuilder(ConnectionString);
        var name = (settings.Database ?? settings.Username ?? "").Replace("\\", "\\\\", StringComparison.Ordinal).Replace("'", "\\'", StringComparison.Ordinal);
        using var restore = PostgresProgram.Start(
            ConnectionString, [Programs.Restore, "--exit-on-error", "--no-owner", "--no-privileges", "--no-password", .. Options, $"--dbname=dbname='{name}'"]);
        await restore.FeedAsync(dump, cancellationToken);
    }

    public abstract ValueTask DisposeAsync();

    /// <summary>A dump is restored by its own version or a newer one, never by an older.</summary>
    protected static void MustNotBeOlder(int major, BackupManifest manifest)
    {
        var least = int.Parse(manifest.Server.Split('.')[0], NumberStyles.None, CultureInfo.InvariantCulture);
        if (major < least)
            throw new BackupException($"the backup was made by PostgreSQL {manifest.Server}, the one to restore it into is {major}: it must be {least} or newer");
    }
}
