using System.Globalization;
using Npgsql;

namespace ModelRegistry.Postgres.Log;

/// <summary>
/// The one connection of a writer. It holds an advisory lock for as long as it lives, which tells other processes that this one does.
/// </summary>
internal sealed class WriterSession(NpgsqlConnection connection, long writer) : IAsyncDisposable
{
    private readonly PredictionCopy _copy = new();

    public long Writer { get; } = writer;

    /// <summary>Whether statements can still be sent; false after anything that broke the connection.</summary>
    public bool IsOpen => connection.State == System.Data.ConnectionState.Open;

    /// <summary>Registers a new writer. The row appears with its lock already held, so nobody takes it for dead in between.</summary>
    public static async Task<WriterSession> RegisterAsync(NpgsqlDataSource database, string host, int processId, CancellationToken cancellationToken)
    {
        var connection = await database.OpenConnectionAsync(cancellationToken);
        try
        {
            await using var transaction = await connection.BeginTransactionAsync(cancellationToken);
            await using var insert = connection.CreateCommand();
            insert.CommandText = "INSERT INTO log_writers (host, process_id) VALUES ($1, $2) RETURNING id";
            insert.Parameters.AddWithValue(host);
            insert.Parameters.AddWithValue(processId);
            var writer = (long)(await insert.ExecuteScalarAsync(cancellationToken))!;
            await ClaimAsync(connection, writer, cancellationToken);
            await transaction.CommitAsync(cancellationToken);
            return new WriterSession(connection, writer);
        }
        catch
        {
            await connection.DisposeAsync();
            throw;
        }
    }

    /// <summary>
    /// Connects again after a lost connection and says where the writer stands. The session of before may still be alive at the server, in
    /// the middle of its commit: it is ended first, and the row lock that every flush takes before anything else is waited for.
    /// </summary>
    public static async Task<(WriterSession Session, long LastSequence, bool Closed)> ResumeAsync(
        NpgsqlDataSource database, long writer, CancellationToken cancellationToken)
    {
        var connection = await database.OpenConnectionAsync(cancellationToken);
        try
        {
            await using var end = connection.CreateCommand();
            end.CommandText = """
                SELECT pg_terminate_backend(pid, 5000) FROM pg_stat_activity
                WHERE application_name = $1 AND pid <> pg_backend_pid() AND datname = current_database()
                """;
            end.Parameters.AddWithValue(SessionName(writer));
            await end.ExecuteNonQueryAsync(cancellationToken);
            await ClaimAsync(connection, writer, cancellationToken);
            await using var read = connection.CreateCommand();
            read.CommandText = "SELECT last_seq, closed FROM log_writers WHERE id = $1 FOR UPDATE";
            read.Parameters.AddWithValue(writer);
            await using var reader = await read.ExecuteReaderAsync(cancellationToken);
            if (!await reader.ReadAsync(cancellationToken))
                throw new LogFencedException(writer, "its row in log_writers is gone");
            return (new WriterSession(connection, writer), reader.GetInt64(0), reader.GetBoolean(1));
        }
        catch
        {
            await connection.DisposeAsync();
            throw;
        }
    }

    /// <summary>One flush: moves the writer's sequence, unless it is closed, says where the rows stand, and copies them; all or nothing.</summary>
    /// <exception cref="LogFencedException">The writer is closed, or its sequence is not the expected one.</exception>
    public async Task FlushAsync(long expected, ReadOnlyMemory<PendingRow> rows, CancellationToken cancellationToken)
    {
        await using var transaction = await connection.BeginTransactionAsync(cancellationToken);
        if (!await MoveAsync(expected, rows, cancellationToken))
            throw await FencedAsync(expected, cancellationToken);
        await _copy.WriteAsync(connection, Writer, expected, rows, cancellationToken);
        await transaction.CommitAsync(cancellationToken);
    }

    /// <summary>Says that the writer is alive.</summary>
    /// <exception cref="LogFencedException">The writer is closed.</exception>
    public async Task BeatAsync(long expected, CancellationToken cancellationToken)
    {
        await using var beat = connection.CreateCommand();
        beat.CommandText = "UPDATE log_writers SET seen_at = clock_timestamp() WHERE id = $1 AND last_seq = $2 AND NOT closed";
        beat.Parameters.AddWithValue(Writer);
        beat.Parameters.AddWithValue(expected);
        if (await beat.ExecuteNonQueryAsync(cancellationToken) == 0)
            throw await FencedAsync(expected, cancellationToken);
    }

    /// <summary>
    /// Closes writers that are dead: nobody holds their lock and they have been silent for long enough. The row lock of the update waits for
    /// a flush under way, and a flush that comes after it finds the writer closed, so a dead writer that wakes up commits nothing.
    /// </summary>
    /// <returns>The writers closed.</returns>
    public async Task<IReadOnlyList<long>> CloseDeadAsync(TimeSpan silentFor, CancellationToken cancellationToken)
    {
        await using var close = connection.CreateCommand();
        close.CommandText = """
            WITH silent AS MATERIALIZED (
                SELECT id FROM log_writers WHERE NOT closed AND id <> $1 AND seen_at <= clock_timestamp() - $2::interval
            ), dead AS MATERIALIZED (
                SELECT id FROM silent WHERE pg_try_advisory_xact_lock(hashtextextended('log_writers/' || id, 0))
            )
            UPDATE log_writers w SET closed = true, closed_at = clock_timestamp(), closed_why = format('found dead by writer %s', $1)
            FROM dead WHERE w.id = dead.id AND NOT w.closed AND w.seen_at <= clock_timestamp() - $2::interval
            RETURNING w.id
            """;
        close.Parameters.AddWithValue(Writer);
        close.Parameters.AddWithValue(silentFor);
        var closed = new List<long>();
        await using var reader = await close.ExecuteReaderAsync(cancellationToken);
        while (await reader.ReadAsync(cancellationToken))
            closed.Add(reader.GetInt64(0));
        return closed;
    }

    /// <summary>Keeps a row that PostgreSQL refused; the same record twice is kept once.</summary>
    public async Task RecordRejectAsync(PredictionReject reject, CancellationToken cancellationToken)
    {
        await using var insert = connection.CreateCommand();
        insert.CommandText = """
            INSERT INTO prediction_rejects (id, writer, model_id, prediction_id, sql_state, reason, payload, rejected_at)
            VALUES ($1, $2, $3, $4, $5, $6, $7, $8) ON CONFLICT (id) DO NOTHING
            """;
        insert.Parameters.AddWithValue(reject.Id);
        insert.Parameters.AddWithValue(Writer);
        insert.Parameters.AddWithValue(reject.Row.ModelId);
        insert.Parameters.AddWithValue(reject.Row.PredictionId);
        insert.Parameters.AddWithValue(reject.SqlState);
        insert.Parameters.AddWithValue(reject.Reason);
        insert.Parameters.AddWithValue(reject.Payload);
        insert.Parameters.AddWithValue(reject.At.UtcDateTime);
        await insert.ExecuteNonQueryAsync(cancellationToken);
    }

    /// <summary>Closes the writer after a complete drain.</summary>
    public async Task CloseAsync(CancellationToken cancellationToken)
    {
        await using var close = connection.CreateCommand();
        close.CommandText = """
            UPDATE log_writers SET closed = true, closed_at = clock_timestamp(), closed_why = 'stopped' WHERE id = $1 AND NOT closed
            """;
        close.Parameters.AddWithValue(Writer);
        await close.ExecuteNonQueryAsync(cancellationToken);
    }

    /// <summary>Gives the connection back without its name and its lock; one that cannot be put back is closed.</summary>
    public async ValueTask DisposeAsync()
    {
        if (IsOpen)
            await PutBackAsync();
        await connection.DisposeAsync();
    }

    private async Task PutBackAsync()
    {
        try
        {
            await using var reset = connection.CreateCommand();
            reset.CommandText = "RESET ALL";
            await reset.ExecuteNonQueryAsync();
            reset.CommandText = "SELECT pg_advisory_unlock_all()";
            await reset.ExecuteNonQueryAsync();
        }
        catch (Exception error) when (error is NpgsqlException or InvalidOperationException)
        {
            // A session in an unknown state must not go to somebody else.
            NpgsqlConnection.ClearPool(connection);
        }
    }

    private async Task<bool> MoveAsync(long expected, ReadOnlyMemory<PendingRow> rows, CancellationToken cancellationToken)
    {
        var spans = PredictionSpans.Of(rows.Span, expected);
        await using var move = connection.CreateCommand();
        move.CommandText = """
            WITH moved AS (
                UPDATE log_writers SET last_seq = $3, seen_at = clock_timestamp() WHERE id = $1 AND last_seq = $2 AND NOT closed RETURNING id
            )
            INSERT INTO prediction_spans (model_id, writer, first_seq, last_seq, day, ids)
            SELECT s.model_id, moved.id, s.first_seq, s.last_seq, s.day, ($4::uuid[])[s.first_seq - $2 : s.last_seq - $2]
            FROM moved CROSS JOIN unnest($5::uuid[], $6::bigint[], $7::bigint[], $8::date[]) AS s(model_id, first_seq, last_seq, day)
            """;
        move.Parameters.AddWithValue(Writer);
        move.Parameters.AddWithValue(expected);
        move.Parameters.AddWithValue(expected + rows.Length);
        move.Parameters.AddWithValue(spans.Ids);
        move.Parameters.AddWithValue(spans.Models);
        move.Parameters.AddWithValue(spans.Firsts);
        move.Parameters.AddWithValue(spans.Lasts);
        move.Parameters.AddWithValue(spans.Days);
        return await move.ExecuteNonQueryAsync(cancellationToken) > 0;
    }

    private static string SessionName(long writer) => string.Create(CultureInfo.InvariantCulture, $"prediction log writer {writer}");

    private static async Task ClaimAsync(NpgsqlConnection connection, long writer, CancellationToken cancellationToken)
    {
        await using var claim = connection.CreateCommand();
        // "Durable" is a promise of ours, so a server whose default is to answer before the disk has it is told otherwise here.
        claim.CommandText = """
            SELECT pg_advisory_lock(hashtextextended('log_writers/' || $1::bigint, 0)), set_config('application_name', $2, false),
                   CASE WHEN current_setting('synchronous_commit') = 'off' THEN set_config('synchronous_commit', 'on', false) END
            """;
        claim.Parameters.AddWithValue(writer);
        claim.Parameters.AddWithValue(SessionName(writer));
        await claim.ExecuteNonQueryAsync(cancellationToken);
    }

    private async Task<LogFencedException> FencedAsync(long expected, CancellationToken cancellationToken)
    {
        await using var read = connection.CreateCommand();
        read.CommandText = "SELECT last_seq, closed, closed_why, closed_at FROM log_writers WHERE id = $1";
        read.Parameters.AddWithValue(Writer);
        await using var reader = await read.ExecuteReaderAsync(cancellationToken);
        if (!await reader.ReadAsync(cancellationToken))
            return new LogFencedException(Writer, "its row in log_writers is gone");
        return new LogFencedException(Writer, reader.GetBoolean(1)
            ? string.Create(CultureInfo.InvariantCulture, $"closed at {reader.GetDateTime(3):O}, {reader.GetString(2)}")
            : string.Create(CultureInfo.InvariantCulture, $"its last sequence is {reader.GetInt64(0)}, not {expected}: somebody else writes under its id"));
    }
}
