using Microsoft.Extensions.Options;
using ModelRegistry.Postgres.ReadModels;
using Npgsql;

namespace ModelRegistry.Postgres.Artifacts;

/// <summary>Collects by the tables; the bytes of an artifact go while its row is locked.</summary>
internal sealed class ArtifactCollector(NpgsqlDataSource database, IArtifactBytes bytes, TimeProvider clock, IOptions<ArtifactOptions> options) : IArtifactCollector
{
    private const int AtOnce = 100;
    private static readonly TimeSpan LongestPause = TimeSpan.FromHours(1);
    private const string Unused = """
        NOT EXISTS (SELECT FROM version_artifacts v WHERE v.digest = a.digest)
        AND NOT EXISTS (SELECT FROM artifact_trees t WHERE t.digest = a.digest)
        AND NOT EXISTS (SELECT FROM artifact_pins p WHERE p.digest = a.digest)
        AND NOT EXISTS (SELECT FROM run_files f WHERE f.digest = a.digest)
        """;

    private DateTimeOffset Before => clock.GetUtcNow() - options.Value.Grace;

    public Task<CollectionReport> CollectAsync(CancellationToken cancellationToken = default) => DatabaseErrors.GuardAsync(
        async () =>
        {
            await using var connection = await database.OpenConnectionAsync(cancellationToken);
            if (!await ArtifactHold.TryCollectAsync(connection, cancellationToken))
                return new CollectionReport(0, 0, 0, Busy: true);
            try
            {
                return await CollectAsync(connection, cancellationToken);
            }
            finally
            {
                await ArtifactHold.EndCollectionAsync(connection);
            }
        },
        "collecting artifacts");

    public Task<CollectionReport> PreviewAsync(CancellationToken cancellationToken = default) => DatabaseErrors.GuardAsync(
        async () =>
        {
            await using var command = database.Command($"SELECT count(*), coalesce(sum(size), 0)::bigint FROM artifacts a WHERE touched_at < $1 AND {Unused}", Before);
            await using var reader = await command.ExecuteReaderAsync(cancellationToken);
            await reader.ReadAsync(cancellationToken);
            return new CollectionReport(reader.GetInt64(0), reader.GetInt64(1), 0, Busy: false);
        },
        "looking for artifacts to collect");

    /// <summary>Until nothing goes any more: a tree that goes lets go of its files.</summary>
    private async Task<CollectionReport> CollectAsync(NpgsqlConnection connection, CancellationToken cancellationToken)
    {
        var before = Before;
        var (artifacts, size) = (0L, 0L);
        while (await RemoveAsync(connection, before, cancellationToken) is { Count: > 0 } removed)
            (artifacts, size) = (artifacts + removed.Count, size + removed.Bytes);
        return new CollectionReport(artifacts, size, await bytes.SweepAsync(connection, BrokenBefore(before), cancellationToken), Busy: false);
    }

    /// <summary>However short the grace: an upload is broken when nothing has come for an hour.</summary>
    private DateTimeOffset BrokenBefore(DateTimeOffset before) => clock.GetUtcNow() - LongestPause is var latest && latest < before ? latest : before;

    private async Task<(int Count, long Bytes)> RemoveAsync(NpgsqlConnection connection, DateTimeOffset before, CancellationToken cancellationToken)
    {
        await using var transaction = await connection.BeginTransactionAsync(cancellationToken);
        // Looked at again once it is locked: a version may have been registered between the look and the lock.
        var candidates = await ReadAsync(connection, $"SELECT digest, size FROM artifacts a WHERE touched_at < $1 AND {Unused} ORDER BY touched_at LIMIT {AtOnce} FOR UPDATE SKIP LOCKED", before, cancellationToken);
        var unused = await ReadAsync(connection, $"SELECT digest, size FROM artifacts a WHERE digest = ANY ($1) AND {Unused}", Digests(candidates), cancellationToken);
        await bytes.RemoveAsync(connection, Digests(unused), cancellationToken);
        await using var delete = connection.Command("DELETE FROM artifacts WHERE digest = ANY ($1)", (object)Digests(unused));
        await delete.ExecuteNonQueryAsync(cancellationToken);
        await transaction.CommitAsync(cancellationToken);
        return (unused.Count, unused.Sum(one => one.Size));
    }

    private static string[] Digests(IReadOnlyList<(string Digest, long Size)> artifacts) => [.. artifacts.Select(one => one.Digest)];

    private static async Task<IReadOnlyList<(string Digest, long Size)>> ReadAsync(NpgsqlConnection connection, string sql, object value, CancellationToken cancellationToken)
    {
        await using var command = connection.Command(sql, value);
        return await command.ListAsync(row => (row.GetString(0), row.GetInt64(1)), cancellationToken);
    }
}
