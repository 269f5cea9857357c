using ModelRegistry.Postgres.Embedded;
using ModelRegistry.Postgres.Migrations;
using ModelRegistry.Postgres.Sealed;
using Npgsql;

namespace ModelRegistry.Postgres.Backup;

/// <summary>
/// Makes a registry from a backup: every part of the file is verified before anything is written, and what was written is removed again when the
/// rest fails. Until the end a marker keeps hosts from using it, also when the restore is killed.
/// </summary>
public static class RegistryRestore
{
    /// <param name="place">A data folder that is missing or empty, and an empty database if one is given.</param>
    /// <exception cref="BackupException">It was refused or failed.</exception>
    /// <exception cref="EmbeddedPostgresException">PostgreSQL is not installed, or the folder is in use or cannot be written.</exception>
    public static async Task<BackupManifest> RunAsync(
        string file, RegistryPlace place, IProgress<BackupProgress> progress, CancellationToken cancellationToken = default)
    {
        try
        {
            await using var backup = await BackupReader.OpenAsync(
                file, (done, total) => progress.Report(new("verifying the backup", done, total)), cancellationToken);
            SchemaMigrator.Check(backup.Manifest.Schema, Migration.All);
            using var folder = await RestoreFolder.TakeAsync(place.DataDirectory, cancellationToken);
            await FillAsync(backup, folder, place.Postgres, progress, cancellationToken);
            return backup.Manifest;
        }
        catch (SchemaException newer)
        {
            throw new BackupException($"{file}: {newer.Message}", newer);
        }
        catch (NpgsqlException away)
        {
            throw new BackupException($"the database cannot be filled: {away.Message}", away);
        }
        catch (Exception failed) when (failed is IOException or UnauthorizedAccessException)
        {
            throw new BackupException($"{file} was not restored: {failed.Message}", failed);
        }
    }

    private static async Task FillAsync(
        BackupReader backup, RestoreFolder folder, string? postgres, IProgress<BackupProgress> progress, CancellationToken cancellationToken)
    {
        try
        {
            await using (var database = await RestoreDatabase.OpenAsync(folder, postgres, backup.Manifest, cancellationToken))
                await FillAsync(backup, folder, database, progress, cancellationToken);
            folder.Finish();
        }
        catch
        {
            await folder.ClearAsync(CancellationToken.None);
            throw;
        }
    }

    private static async Task FillAsync(
        BackupReader backup, RestoreFolder folder, RestoreDatabase database, IProgress<BackupProgress> progress, CancellationToken cancellationToken)
    {
        // The database comes last: in a server of somebody else's its commit is what cannot be taken back.
        await WriteArtifactsAsync(backup, folder, progress, cancellationToken);
        await backup.ReadAsync(BackupLayout.IsDatabase, async (part, content) =>
        {
            await using var counted = new HashedStream(content, bytes => progress.Report(new("filling the database", bytes, part.Bytes)));
            await database.FillAsync(counted, cancellationToken);
        }, cancellationToken);
    }

    private static async Task WriteArtifactsAsync(BackupReader backup, RestoreFolder folder, IProgress<BackupProgress> progress, CancellationToken cancellationToken)
    {
        var total = backup.Manifest.Parts.Where(part => !BackupLayout.IsDatabase(part)).Sum(part => part.Bytes);
        long done = 0;
        await backup.ReadAsync(part => !BackupLayout.IsDatabase(part), async (part, content) =>
        {
            await folder.WriteArtifactAsync(ArtifactPart.DigestIn(part.Name)!, content, cancellationToken);
            progress.Report(new("writing the artifacts", done += part.Bytes, total));
        }, cancellationToken);
    }
}
