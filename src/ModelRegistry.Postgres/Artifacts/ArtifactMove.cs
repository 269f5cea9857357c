using ModelRegistry.Postgres.ReadModels;
using Npgsql;

namespace ModelRegistry.Postgres.Artifacts;

/// <summary>Brings artifacts to where the settings keep them, before a host serves.</summary>
public sealed class ArtifactMove
{
    private readonly NpgsqlDataSource _database;
    private readonly string _folder;
    private readonly IArtifactStore _artifacts;
    private readonly FileArtifacts _files;

    internal ArtifactMove(NpgsqlDataSource database, string folder, IArtifactStore artifacts, TimeProvider clock) =>
        (_database, _folder, _artifacts, _files) = (database, folder, artifacts, new FileArtifacts(folder, clock));

    /// <summary>How many artifacts are in chunks in the database. Small ones are in it always, and found from everywhere.</summary>
    public async Task<long> CountInDatabaseAsync(CancellationToken cancellationToken = default)
    {
        await using var command = _database.CreateCommand("SELECT count(*) FROM artifacts WHERE content IS NOT NULL");
        return (long)(await command.ExecuteScalarAsync(cancellationToken))!;
    }

    /// <summary>Copies files that the database lacks into it; the files stay. Answers with how many it copied.</summary>
    /// <param name="progress">Told before each one: how many are done, and how many there are.</param>
    /// <param name="cancellationToken">Ends it; the next call goes on.</param>
    /// <exception cref="CorruptArtifactException">A file is not what its name says.</exception>
    public async Task<int> IntoDatabaseAsync(Action<int, int> progress, CancellationToken cancellationToken = default)
    {
        var files = await LackingAsync(cancellationToken);
        foreach (var (index, digest) in files.Index())
        {
            progress(index, files.Length);
            if (await _files.OpenAsync(digest, cancellationToken) is not { } found)
                continue;
            await using var content = new VerifiedStream(found.Content, digest, found.Size);
            await _artifacts.PutAsync(content, digest, cancellationToken);
        }

        return files.Length;
    }

    private async Task<string[]> LackingAsync(CancellationToken cancellationToken)
    {
        var files = ArtifactFolder.List(_folder);
        await using var command = _database.Command("SELECT f FROM unnest($1::text[]) AS f JOIN artifacts ON digest = f WHERE content IS NULL AND bytes IS NULL", (object)files.ToArray());
        return [.. await command.ListAsync(row => row.GetString(0), cancellationToken)];
    }
}
