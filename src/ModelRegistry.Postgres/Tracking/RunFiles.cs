using ModelRegistry.Core.Artifacts;
using ModelRegistry.Core.Tracking;
using ModelRegistry.Postgres.Artifacts;
using ModelRegistry.Postgres.ReadModels;
using ModelRegistry.Postgres.Search;
using Npgsql;

namespace ModelRegistry.Postgres.Tracking;

/// <summary>The files of runs in <c>run_files</c>. The bytes are stored first; a file is there when its row is.</summary>
internal sealed class RunFiles(NpgsqlDataSource database, IArtifactStore artifacts) : IFileTree
{
    private const string Misplaced = "MR004"; // raised by put_run_file
    private const int Attempts = 5;

    public async Task PutAsync(string path, Stream content, CancellationToken cancellationToken = default)
    {
        var stored = await artifacts.PutAsync(content, cancellationToken: cancellationToken);
        for (var attempt = 1; !await TryRecordAsync(path, stored); attempt++)
        {
            if (attempt == Attempts)
                throw new StoreUnavailableException($"the folders of '{path}' or its content were being deleted at the same time; put it again");
        }
    }

    /// <summary>The key of the folder takes along what is in it.</summary>
    public Task DeleteAsync(string path, CancellationToken cancellationToken = default) => DatabaseErrors.GuardAsync(
        async () =>
        {
            await using var command = database.Command("DELETE FROM run_files WHERE path = $1", path);
            command.CommandTimeout = 0;
            return await command.ExecuteNonQueryAsync(cancellationToken);
        },
        "deleting files");

    public Task<TreeFile?> FindAsync(string path, CancellationToken cancellationToken = default) => DatabaseErrors.GuardAsync(
        async () =>
        {
            await using var command = database.Command("SELECT path, digest, size FROM run_files WHERE path = $1 AND digest IS NOT NULL", path);
            return await command.FirstAsync(row => Read(row, row.GetString(0)), cancellationToken);
        },
        "looking for a file");

    public Task<SearchPage<FileEntry>> ListAsync(string folder, int pageSize, string? pageToken, CancellationToken cancellationToken = default)
    {
        var pages = new FolderPages(folder, pageSize);
        var (after, name) = (ArtifactPath.Below(folder, pages.After(pageToken)), folder.Length == 0 ? 0 : folder.Length + 1);
        return DatabaseErrors.GuardAsync(
            async () =>
            {
                await using var command = folder.Length == 0
                    ? database.Command("SELECT path, size FROM run_files WHERE folder IS NULL AND path > $1 ORDER BY path LIMIT $2", after, pages.Most)
                    : database.Command("SELECT path, size FROM run_files WHERE folder = $3 AND path > $1 ORDER BY path LIMIT $2", after, pages.Most, folder);
                return pages.Of(await command.ListAsync(row => new FileEntry(row.GetString(0)[name..], row.Maybe<long>(1)), cancellationToken));
            },
            "listing files");
    }

    public Task<IReadOnlyList<TreeFile>> BelowAsync(string path, int most, CancellationToken cancellationToken = default) => DatabaseErrors.GuardAsync(
        async () =>
        {
            // The character after the slash ends what begins with the folder and a slash.
            await using var command = database.Command("""
                SELECT path, digest, size FROM run_files
                WHERE digest IS NOT NULL AND (path = $1 OR (path > $1 || '/' AND path < $1 || '0'))
                ORDER BY path LIMIT $2
                """, path, most);
            return await command.ListAsync(row => Read(row, Inside(path, row.GetString(0))), cancellationToken);
        },
        "reading the files below a folder");

    private static string InTheWay(string path, string what) => what == path
        ? $"Invalid path: '{TrackingRules.Shortened(path)}' is a folder; a file cannot take its place."
        : $"Invalid path: '{TrackingRules.Shortened(path)}' leads through '{TrackingRules.Shortened(what)}', which is a file; nothing can be in it.";

    private static string Inside(string folder, string path) => path.Length > folder.Length ? path[(folder.Length + 1)..] : path[(path.LastIndexOf('/') + 1)..];

    private static TreeFile Read(NpgsqlDataReader row, string path) => new() { Path = path, Digest = row.GetString(1), Size = row.GetInt64(2) };

    /// <summary>The folders that lead to a path, from the top.</summary>
    private static string[] Folders(string path)
    {
        var parts = path.Split('/');
        return [.. Enumerable.Range(1, parts.Length - 1).Select(count => string.Join('/', parts[..count]))];
    }

    /// <summary>False when a folder that was there went before it was locked, or the content did.</summary>
    /// <exception cref="TrackingException">What is a file would have to be a folder, or the other way round.</exception>
    private async Task<bool> TryRecordAsync(string path, PutResult stored)
    {
        try
        {
            await DatabaseErrors.GuardAsync(
                async () =>
                {
                    await using var command = database.Command("SELECT put_run_file($1, $2, $3, $4)", path, Folders(path), stored.Digest, stored.Size);
                    return await command.ExecuteNonQueryAsync();
                },
                "recording a file");
            return true;
        }
        catch (PostgresException gone) when (gone.SqlState == PostgresErrorCodes.ForeignKeyViolation)
        {
            return false;
        }
        catch (PostgresException misplaced) when (misplaced.SqlState == Misplaced)
        {
            throw new TrackingException(TrackingFault.Invalid, InTheWay(path, misplaced.MessageText), misplaced);
        }
    }
}
