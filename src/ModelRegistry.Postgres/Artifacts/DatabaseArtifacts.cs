using ModelRegistry.Postgres.ReadModels;
using Npgsql;

namespace ModelRegistry.Postgres.Artifacts;

/// <summary>Artifacts as chunks of 1 MiB in the database: for hosts that share nothing else. A reader holds one chunk, and no connection between two.</summary>
internal sealed class DatabaseArtifacts(NpgsqlDataSource database, TimeProvider clock) : IArtifactBytes
{
    public const int ChunkSize = 1 << 20;

    public Task<IArtifactUpload> BeginAsync(CancellationToken cancellationToken) => ChunkUpload.BeginAsync(database, clock, cancellationToken);

    public async Task<long?> FindAsync(string digest, CancellationToken cancellationToken) => (await LocateAsync(digest, cancellationToken))?.Size;

    public async Task<(Stream Content, long Size)?> OpenAsync(string digest, CancellationToken cancellationToken) =>
        await LocateAsync(digest, cancellationToken) is { } found ? (new ChunkStream(database, digest, found.Content, found.Size), found.Size) : null;

    public async Task RemoveAsync(NpgsqlConnection transaction, string[] digests, CancellationToken cancellationToken)
    {
        await using var command = transaction.Command("DELETE FROM artifact_chunks c USING artifacts a WHERE a.digest = ANY ($1) AND c.content = a.content", (object)digests);
        command.CommandTimeout = 0;
        await command.ExecuteNonQueryAsync(cancellationToken);
    }

    public async Task<int> SweepAsync(NpgsqlConnection connection, DateTimeOffset before, CancellationToken cancellationToken)
    {
        await using var command = connection.Command("""
            WITH broken AS (DELETE FROM artifact_uploads WHERE touched_at < $1 RETURNING content),
                chunks AS (DELETE FROM artifact_chunks c USING broken WHERE c.content = broken.content)
            SELECT count(*)::integer FROM broken
            """, before);
        command.CommandTimeout = 0;
        return (int)(await command.ExecuteScalarAsync(cancellationToken))!;
    }

    private Task<(Guid Content, long Size)?> LocateAsync(string digest, CancellationToken cancellationToken) => DatabaseErrors.GuardAsync<(Guid, long)?>(
        async () =>
        {
            await using var command = database.Command("SELECT content, size FROM artifacts WHERE digest = $1 AND content IS NOT NULL", digest);
            await using var reader = await command.ExecuteReaderAsync(cancellationToken);
            return await reader.ReadAsync(cancellationToken) ? (reader.GetGuid(0), reader.GetInt64(1)) : null;
        },
        $"looking for artifact {digest}");
}
