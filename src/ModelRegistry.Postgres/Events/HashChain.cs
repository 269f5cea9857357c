using System.Data;
using Npgsql;

namespace ModelRegistry.Postgres.Events;

/// <summary>
/// Verifies that the event log is what was written: every event's hash, every version, every stream's head, every command. It reads the log as it
/// is at one moment, in one pass, and so needs no more memory for a long log than for a short one.
/// </summary>
public sealed class HashChain(NpgsqlDataSource database)
{
    private const int EventsBetweenReports = 5_000;

    /// <summary>Verifies all streams, or one.</summary>
    /// <param name="only">The one; null for all.</param>
    /// <param name="progress">Told at the beginning and every few thousand events.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <exception cref="StoreUnavailableException">The database cannot be reached.</exception>
    public Task<ChainReport> VerifyAsync(
        StreamId? only = null, Func<ChainProgress, ValueTask>? progress = null, CancellationToken cancellationToken = default) =>
        DatabaseErrors.GuardAsync(
            async () =>
            {
                await using var connection = await database.OpenConnectionAsync(cancellationToken);
                // One snapshot for all statements: what is appended meanwhile is not looked at.
                await using var transaction = await connection.BeginTransactionAsync(IsolationLevel.RepeatableRead, cancellationToken);
                var walk = new ChainWalk();
                await WalkAsync(walk, connection, only, progress ?? (_ => ValueTask.CompletedTask), cancellationToken);
                await AddAsync(walk, connection, only, EmptyStreams, cancellationToken);
                await AddAsync(walk, connection, only, LateCommands, cancellationToken);
                return walk.Report();
            },
            "verifying the event log");

    private static async Task WalkAsync(
        ChainWalk walk, NpgsqlConnection connection, StreamId? only, Func<ChainProgress, ValueTask> progress, CancellationToken cancellationToken)
    {
        var of = await CountAsync(connection, only, cancellationToken);
        await progress(new ChainProgress(0, 0, of));
        await using var command = Command(connection, only, """
            SELECT e.stream_kind, e.stream_id, e.version, e.type, e.payload, e.at, e.actor, e.command_id, e.hash, s.version, s.head, c.version
            FROM events e
            LEFT JOIN streams s ON (s.kind, s.id) = (e.stream_kind, e.stream_id)
            LEFT JOIN commands c ON (c.stream_kind, c.stream_id, c.command_id) = (e.stream_kind, e.stream_id, e.command_id)
            WHERE $1::text IS NULL OR (e.stream_kind, e.stream_id) = ($1, $2::uuid)
            ORDER BY e.stream_kind, e.stream_id, e.version
            """);
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        while (await reader.ReadAsync(cancellationToken))
        {
            walk.Add(StoredEventReader.Read(reader), ReadHead(reader), reader.IsDBNull(11) ? null : reader.GetInt64(11));
            if (walk.Events % EventsBetweenReports == 0)
                await progress(new ChainProgress(walk.Streams, walk.Events, of));
        }

        walk.End();
    }

    private static StreamHead? ReadHead(NpgsqlDataReader row) => row.IsDBNull(9) ? null : new StreamHead(row.GetInt64(9), row.GetFieldValue<byte[]>(10));

    private const string EmptyStreams = """
        SELECT s.kind, s.id, 1::bigint, format('the stream''s head is at version %s, there is no event', s.version) FROM streams s
        WHERE ($1::text IS NULL OR (s.kind, s.id) = ($1, $2::uuid)) AND (s.version <> 0 OR s.head <> '')
          AND NOT EXISTS (SELECT FROM events e WHERE (e.stream_kind, e.stream_id) = (s.kind, s.id))
        """;

    private const string LateCommands = """
        SELECT DISTINCT ON (c.stream_kind, c.stream_id) c.stream_kind, c.stream_id, coalesce(s.version, 0) + 1,
            format('command %s left the stream at version %s, its head is at %s', c.command_id, c.version, coalesce(s.version, 0))
        FROM commands c LEFT JOIN streams s ON (s.kind, s.id) = (c.stream_kind, c.stream_id)
        WHERE ($1::text IS NULL OR (c.stream_kind, c.stream_id) = ($1, $2::uuid)) AND c.version > coalesce(s.version, 0)
        ORDER BY c.stream_kind, c.stream_id, c.version
        """;

    private static async Task AddAsync(ChainWalk walk, NpgsqlConnection connection, StreamId? only, string sql, CancellationToken cancellationToken)
    {
        await using var command = Command(connection, only, sql);
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        while (await reader.ReadAsync(cancellationToken))
            walk.Break(new BrokenLink(new StreamId(reader.GetString(0), reader.GetGuid(1)), reader.GetInt64(2), reader.GetString(3)));
    }

    private static async Task<long> CountAsync(NpgsqlConnection connection, StreamId? only, CancellationToken cancellationToken)
    {
        await using var command = Command(connection, only, "SELECT coalesce(sum(version), 0)::bigint FROM streams WHERE $1::text IS NULL OR (kind, id) = ($1, $2::uuid)");
        return (long)(await command.ExecuteScalarAsync(cancellationToken))!;
    }

    private static NpgsqlCommand Command(NpgsqlConnection connection, StreamId? only, string sql) => new(sql, connection)
    {
        CommandTimeout = 0,
        Parameters = { ProjectionBatch.Parameter(only?.Kind), ProjectionBatch.Parameter(only?.Id) },
    };
}
