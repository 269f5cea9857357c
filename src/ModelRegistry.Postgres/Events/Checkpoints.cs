using System.Collections.Immutable;
using System.Data;
using Npgsql;

namespace ModelRegistry.Postgres.Events;

/// <summary>Makes signed checkpoints of the event log, and holds the log against one.</summary>
public sealed class Checkpoints
{
    private readonly NpgsqlDataSource _database;
    private readonly CheckpointKey _key;
    private readonly TimeProvider _clock;

    internal Checkpoints(NpgsqlDataSource database, CheckpointKey key, TimeProvider clock) => (_database, _key, _clock) = (database, key, clock);

    /// <summary>With it anybody can tell a checkpoint of this registry from a forged one.</summary>
    /// <exception cref="CheckpointKeyException">The key cannot be used.</exception>
    public CheckpointPublicKey PublicKey => _key.Public;

    /// <summary>Makes a checkpoint and keeps its root and signature.</summary>
    /// <exception cref="CheckpointKeyException">The key cannot be used.</exception>
    /// <exception cref="StoreUnavailableException">The database cannot be reached.</exception>
    public async Task<AuditCheckpoint> MakeAsync(CancellationToken cancellationToken = default) =>
        (await MakeAsync(unlessSince: null, cancellationToken))!;

    /// <summary>Makes one unless there is one of the last <paramref name="period"/>, or another host is about to make it.</summary>
    /// <returns>Null when none was made.</returns>
    /// <exception cref="CheckpointKeyException">The key cannot be used.</exception>
    /// <exception cref="StoreUnavailableException">The database cannot be reached.</exception>
    public Task<AuditCheckpoint?> MakeIfDueAsync(TimeSpan period, CancellationToken cancellationToken = default) =>
        MakeAsync(_clock.GetUtcNow() - period, cancellationToken);

    /// <summary>The streams that are not what they were when the checkpoint was made: cut short, rewritten, or gone.</summary>
    /// <exception cref="InvalidCheckpointException">The checkpoint is not one that this registry signed.</exception>
    /// <exception cref="StoreUnavailableException">The database cannot be reached.</exception>
    public Task<ImmutableArray<BrokenLink>> CompareAsync(AuditCheckpoint checkpoint, CancellationToken cancellationToken = default)
    {
        _key.Public.Check(checkpoint);
        return DatabaseErrors.GuardAsync(() => FindBrokenAsync(checkpoint, cancellationToken), "holding the event log against a checkpoint");
    }

    private Task<AuditCheckpoint?> MakeAsync(DateTimeOffset? unlessSince, CancellationToken cancellationToken) => DatabaseErrors.GuardAsync(
        async () =>
        {
            await using var connection = await _database.OpenConnectionAsync(cancellationToken);
            // One snapshot for all streams.
            await using var transaction = await connection.BeginTransactionAsync(IsolationLevel.RepeatableRead, cancellationToken);
            if (unlessSince is { } since && !await IsDueAsync(connection, since, cancellationToken))
                return null;
            var made = Sign(await ReadHeadsAsync(connection, cancellationToken));
            await KeepAsync(connection, made, cancellationToken);
            await transaction.CommitAsync(cancellationToken);
            return made;
        },
        "making a checkpoint of the event log");

    private static async Task<bool> IsDueAsync(NpgsqlConnection connection, DateTimeOffset since, CancellationToken cancellationToken)
    {
        await using var turn = new NpgsqlCommand("SELECT pg_try_advisory_xact_lock(hashtextextended('audit_checkpoints', 0))", connection);
        if (await turn.ExecuteScalarAsync(cancellationToken) is not true)
            return false;
        await using var latest = new NpgsqlCommand("SELECT NOT EXISTS (SELECT FROM audit_checkpoints WHERE at > $1)", connection) { Parameters = { ProjectionBatch.Parameter(since) } };
        return await latest.ExecuteScalarAsync(cancellationToken) is true;
    }

    private static async Task<ImmutableArray<CheckpointHead>> ReadHeadsAsync(NpgsqlConnection connection, CancellationToken cancellationToken)
    {
        var heads = ImmutableArray.CreateBuilder<CheckpointHead>();
        await using var command = new NpgsqlCommand("SELECT kind, id, version, head FROM streams ORDER BY kind COLLATE \"C\", id", connection) { CommandTimeout = 0 };
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        while (await reader.ReadAsync(cancellationToken))
            heads.Add(new CheckpointHead(reader.GetString(0), reader.GetGuid(1), reader.GetInt64(2), Convert.ToHexStringLower(reader.GetFieldValue<byte[]>(3))));
        return heads.ToImmutable();
    }

    private AuditCheckpoint Sign(ImmutableArray<CheckpointHead> heads)
    {
        var now = _clock.GetUtcNow();
        var made = new AuditCheckpoint
        {
            // The table keeps microseconds.
            At = new DateTimeOffset(now.UtcTicks / TimeSpan.TicksPerMicrosecond * TimeSpan.TicksPerMicrosecond, TimeSpan.Zero),
            Streams = heads.Length,
            Events = heads.Sum(head => head.Version),
            Root = Convert.ToHexStringLower(MerkleRoot.Of(heads)),
            PublicKey = _key.Public.Base64,
            Signature = "",
            Heads = heads,
        };
        return made with { Signature = Convert.ToBase64String(_key.Sign(made.Statement())) };
    }

    private static async Task KeepAsync(NpgsqlConnection connection, AuditCheckpoint made, CancellationToken cancellationToken)
    {
        await using var command = new NpgsqlCommand("INSERT INTO audit_checkpoints (at, streams, events, root, public_key, signature) VALUES ($1, $2, $3, $4, $5, $6)", connection)
        {
            Parameters =
            {
                ProjectionBatch.Parameter(made.At),
                ProjectionBatch.Parameter(made.Streams),
                ProjectionBatch.Parameter(made.Events),
                ProjectionBatch.Parameter(Convert.FromHexString(made.Root)),
                ProjectionBatch.Parameter(Convert.FromBase64String(made.PublicKey)),
                ProjectionBatch.Parameter(Convert.FromBase64String(made.Signature)),
            },
        };
        await command.ExecuteNonQueryAsync(cancellationToken);
    }

    private async Task<ImmutableArray<BrokenLink>> FindBrokenAsync(AuditCheckpoint checkpoint, CancellationToken cancellationToken)
    {
        await using var command = _database.CreateCommand("""
            SELECT k.kind, k.id, k.version, s.version, e.hash IS NOT NULL
            FROM unnest($1::text[], $2::uuid[], $3::bigint[], $4::bytea[]) AS k (kind, id, version, hash)
            LEFT JOIN streams s ON (s.kind, s.id) = (k.kind, k.id)
            LEFT JOIN events e ON (e.stream_kind, e.stream_id, e.version) = (k.kind, k.id, k.version)
            WHERE s.id IS NULL OR s.version < k.version OR (k.version > 0 AND e.hash IS DISTINCT FROM k.hash)
            ORDER BY k.kind, k.id
            """);
        command.CommandTimeout = 0;
        command.Parameters.AddWithValue(checkpoint.Heads.Select(head => head.Kind).ToArray());
        command.Parameters.AddWithValue(checkpoint.Heads.Select(head => head.Id).ToArray());
        command.Parameters.AddWithValue(checkpoint.Heads.Select(head => head.Version).ToArray());
        command.Parameters.AddWithValue(checkpoint.Heads.Select(head => Convert.FromHexString(head.Hash)).ToArray());
        var broken = ImmutableArray.CreateBuilder<BrokenLink>();
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        while (await reader.ReadAsync(cancellationToken))
            broken.Add(Describe(reader));
        return broken.ToImmutable();
    }

    private static BrokenLink Describe(NpgsqlDataReader row)
    {
        var (stream, then) = (new StreamId(row.GetString(0), row.GetGuid(1)), row.GetInt64(2));
        if (row.IsDBNull(3))
            return new BrokenLink(stream, 1, FormattableString.Invariant($"the stream is gone; the checkpoint has it at version {then}"));
        var now = row.GetInt64(3);
        return now < then || !row.GetBoolean(4)
            ? new BrokenLink(stream, Math.Min(now, then - 1) + 1, FormattableString.Invariant($"the stream was cut: it is at version {now}, the checkpoint has it at {then}"))
            : new BrokenLink(stream, then, FormattableString.Invariant($"the stream was rewritten: its event {then} does not have the hash that the checkpoint has"));
    }
}
