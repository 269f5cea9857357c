using Microsoft.Extensions.Logging;
using ModelRegistry.Postgres.Artifacts;
using ModelRegistry.Postgres.Embedded;
using ModelRegistry.Postgres.Migrations;
using ModelRegistry.Postgres.Sealed;
using Npgsql;

namespace ModelRegistry.Postgres.Backup;

/// <summary>
/// Puts a registry into one file while it may go on working: its database as of one moment, then its artifacts. An artifact is stored before
/// anything names it, never changes and is not collected meanwhile, so those copied later hold all that the moment knows. Tokens are in it as the database has them, hashed;
/// the file with the admin's token is not.
/// </summary>
public static class RegistryBackup
{
    /// <param name="file">Appears whole and on disk, or not at all.</param>
    /// <exception cref="BackupException">It was refused or failed.</exception>
    /// <exception cref="EmbeddedPostgresException">The private PostgreSQL cannot be reached, or no fitting <c>pg_dump</c> is installed.</exception>
    public static async Task<BackupManifest> WriteAsync(
        RegistryPlace place, string file, IProgress<BackupProgress> progress, ILogger logger, CancellationToken cancellationToken = default)
    {
        try
        {
            RestoreMarker.MustBeAbsent(place.DataDirectory);
            await using var own = await place.OpenPrivateAsync(logger, cancellationToken);
            return await WriteAsync(own?.ConnectionString ?? place.Postgres!, ArtifactFolder.In(place.DataDirectory), file, progress, cancellationToken);
        }
        catch (SchemaException newer)
        {
            throw new BackupException(newer.Message, newer);
        }
        catch (NpgsqlException away)
        {
            throw new BackupException($"the database cannot be read: {away.Message}", away);
        }
        catch (Exception failed) when (failed is IOException or UnauthorizedAccessException)
        {
            throw new BackupException($"the backup {file} was not made: {failed.Message}", failed);
        }
    }

    private static async Task<BackupManifest> WriteAsync(
        string connection, string store, string file, IProgress<BackupProgress> progress, CancellationToken cancellationToken)
    {
        await using var snapshot = await DatabaseSnapshot.TakeAsync(connection, cancellationToken);
        SchemaMigrator.Check(snapshot.Schema, Migration.All);
        var programs = await PostgresBinaries.FindClientAsync(PostgresPlaces.Usual, snapshot.Major, cancellationToken);
        await using var backup = BackupWriter.Create(Path.GetFullPath(file), snapshot.TakenAt);
        await AddDatabaseAsync(backup, programs, connection, snapshot, progress, cancellationToken);
        await AddArtifactsAsync(backup, store, await snapshot.ReadArtifactsAsync(cancellationToken), progress, cancellationToken);
        var manifest = new BackupManifest
        {
            Format = BackupManifest.CurrentFormat,
            TakenAt = snapshot.TakenAt,
            Server = snapshot.Server,
            DumpMajor = programs.Major,
            Database = snapshot.Database,
            Schema = [.. snapshot.Schema],
            Parts = [.. backup.Parts],
        };
        await backup.PublishAsync(manifest, cancellationToken);
        return manifest;
    }

    private static async Task AddDatabaseAsync(
        BackupWriter backup, PostgresBinaries programs, string connection, DatabaseSnapshot snapshot, IProgress<BackupProgress> progress, CancellationToken cancellationToken)
    {
        // Level 1: a third of the processor time of the default, for a fifth more bytes (measured on a prediction log).
        // Without the members of a cluster: a host on the restored registry would wait for those of this one.
        using var dump = PostgresProgram.Start(
            connection, programs.Dump, "--format=custom", "--compress=1", "--no-password", $"--snapshot={snapshot.Name}", "--exclude-table-data=orleansmembership*");
        await backup.AddAsync(BackupLayout.Database, dump.Output, bytes => progress.Report(new("dumping the database", bytes, Total: null)), cancellationToken);
        await dump.EndAsync(cancellationToken);
    }

    private static async Task AddArtifactsAsync(
        BackupWriter backup, string store, IReadOnlySet<string> known, IProgress<BackupProgress> progress, CancellationToken cancellationToken)
    {
        var digests = ArtifactFolder.List(store);
        if (known.Except(digests).Order(StringComparer.Ordinal).FirstOrDefault() is { } missing)
            throw new BackupException($"the artifact {missing}, which the database knows, is not in {store}: is that the host's data folder? If it is, upload the artifact again");
        var total = digests.Sum(digest => new FileInfo(ArtifactFolder.PathOf(store, digest)).Length);
        long done = 0;
        foreach (var digest in digests)
        {
            var path = ArtifactFolder.PathOf(store, digest);
            await using var content = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
            var part = await backup.AddAsync(ArtifactPart.NameOf(digest), content, bytes => progress.Report(new("copying the artifacts", done + bytes, total)), cancellationToken);
            if (!string.Equals(part.Sha256, digest, StringComparison.Ordinal))
                throw new BackupException($"the artifact {path} is damaged: its SHA-256 is {part.Sha256}. Upload it again, which replaces it");
            done += part.Bytes;
        }
    }
}
