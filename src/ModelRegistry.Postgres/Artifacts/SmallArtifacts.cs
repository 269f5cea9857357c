using ModelRegistry.Postgres.ReadModels;
using Npgsql;

namespace ModelRegistry.Postgres.Artifacts;

/// <summary>
/// Artifacts that are kept in their row. What is put at the same time is written by one statement and is durable with its commit; under a quota each is written alone, as it may be
/// refused.
/// </summary>
internal sealed class SmallArtifacts
{
    /// <summary>The longest one.</summary>
    public const int MaxBytes = 4096;

    /// <summary>Stores digests, each with its bytes, at a time: <c>$1</c> to <c>$3</c>.</summary>
    public const string Upsert = """
        INSERT INTO artifacts (digest, size, created_at, touched_at, bytes)
        SELECT digest, octet_length(bytes), $3, $3, bytes FROM unnest($1::text[], $2::bytea[]) AS given (digest, bytes)
        ON CONFLICT (digest) DO UPDATE SET size = excluded.size, touched_at = greatest(artifacts.touched_at, excluded.touched_at), bytes = excluded.bytes
        """;

    private readonly NpgsqlDataSource _database;
    private readonly TimeProvider _clock;
    private readonly ArtifactQuota _quota;
    private readonly int _mostTogether;
    private readonly Gathering<PendingPut> _gathering;

    public SmallArtifacts(NpgsqlDataSource database, TimeProvider clock, ArtifactQuota quota)
    {
        (_database, _clock, _quota) = (database, clock, quota);
        _mostTogether = quota.IsLimited ? 1 : 64;
        _gathering = new(places: 1, Take, WriteAsync);
    }

    /// <summary>Answers whether the artifact is new. Bytes that were damaged are replaced.</summary>
    public Task<bool> PutAsync(string digest, ReadOnlyMemory<byte> content)
    {
        var put = new PendingPut(digest, content);
        _gathering.Add(put);
        return put.IsNew.Task;
    }

    /// <summary>Bytes; null where it is kept elsewhere, or nowhere.</summary>
    public Task<long?> SizeAsync(string digest, CancellationToken cancellationToken) => DatabaseErrors.GuardAsync(
        async () =>
        {
            await using var command = _database.Command("SELECT size FROM artifacts WHERE digest = $1 AND bytes IS NOT NULL", digest);
            return (long?)await command.ExecuteScalarAsync(cancellationToken);
        },
        $"looking for artifact {digest}");

    /// <summary>Its content as it is; null where it is kept elsewhere, or nowhere.</summary>
    public Task<byte[]?> ReadAsync(string digest, CancellationToken cancellationToken) => DatabaseErrors.GuardAsync(
        async () =>
        {
            await using var command = _database.Command("SELECT bytes FROM artifacts WHERE digest = $1 AND bytes IS NOT NULL", digest);
            return (byte[]?)await command.ExecuteScalarAsync(cancellationToken);
        },
        $"reading artifact {digest}");

    /// <summary>Of each digest one, in one order for all who lock rows.</summary>
    private List<PendingPut> Take(LinkedList<PendingPut> waiting)
    {
        var group = new SortedList<string, PendingPut>(StringComparer.Ordinal);
        LinkedListNode<PendingPut>? next;
        for (var node = waiting.First; node is not null && group.Count < _mostTogether; node = next)
        {
            next = node.Next;
            if (group.TryAdd(node.Value.Digest, node.Value))
                waiting.Remove(node);
        }

        return [.. group.Values];
    }

    private async Task WriteAsync(IReadOnlyList<PendingPut> group)
    {
        try
        {
            var added = await DatabaseErrors.GuardAsync(() => InsertAsync(group), $"storing artifact {group[0].Digest}");
            foreach (var put in group)
                put.IsNew.TrySetResult(added.Contains(put.Digest));
        }
        catch (Exception error)
        {
            foreach (var put in group)
                put.IsNew.TrySetException(error);
        }
    }

    /// <summary>The digests that are new.</summary>
    private async Task<HashSet<string>> InsertAsync(IReadOnlyList<PendingPut> group)
    {
        await using var connection = await _database.OpenConnectionAsync();
        await using var transaction = _quota.IsLimited ? await connection.BeginTransactionAsync() : null;
        await using var command = connection.Command($"WITH put AS ({Upsert} RETURNING digest, xmax = 0 AS added) SELECT digest FROM put WHERE added",
            group.Select(put => put.Digest).ToArray(), group.Select(put => put.Content.ToArray()).ToArray(), _clock.GetUtcNow());
        var added = await command.ListAsync(row => row.GetString(0), CancellationToken.None);
        if (added.Count > 0)
            await _quota.MustFitAsync(connection);
        if (transaction is not null)
            await transaction.CommitAsync();
        return [.. added];
    }

    private sealed record PendingPut(string Digest, ReadOnlyMemory<byte> Content)
    {
        public TaskCompletionSource<bool> IsNew { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);
    }
}
