using Npgsql;

namespace ModelRegistry.Postgres.Log;

/// <summary>
/// Joins the two logs of one model, pass by pass, each pass one transaction that holds the model's row in <c>join_cursors</c>.
/// <para>
/// No pair can be missed. A snapshot shows a prefix of every writer's rows and of the model's actuals, because both are committed in the
/// order of their numbers; so what a cursor has passed is complete. A pass joins the predictions between the cursor and its upper end with
/// all actuals below the upper end, and the actuals between with all predictions below the cursor. Of any prediction and actual, whichever
/// is passed later finds the other. Should several actuals name one prediction, the lowest number wins, whenever the passes happen.
/// </para>
/// </summary>
internal sealed class OutcomeJoiner(NpgsqlDataSource database, TimeProvider time, int passRows)
{
    /// <summary>
    /// How far this pass goes: per writer that has new rows of the model, and (as writer 0) in the actuals. What is seen here is seen by every
    /// later statement.
    /// </summary>
    private const string Span = """
        SELECT w.id, coalesce(c.seq, 0), t.top, t.found
        FROM log_writers w
        LEFT JOIN log_cursors c ON c.model_id = $1 AND c.log = 'predictions' AND c.reader = 'joiner' AND c.writer = w.id
        CROSS JOIN LATERAL predictions_after($1, w.id, coalesce(c.seq, 0), $2) t
        WHERE w.last_seq > coalesce(c.seq, 0) AND t.found > 0
        UNION ALL
        SELECT 0, a.low, least(a.last, a.low + $2), least(a.last - a.low, $2)
        FROM (SELECT coalesce((SELECT actual_seq FROM join_cursors WHERE model_id = $1), 0) AS low,
                     coalesce((SELECT last_seq FROM actual_logs WHERE model_id = $1), 0) AS last) a
        """;

    /// <summary>
    /// <c>OFFSET 0</c> and scalar sub-selects hold the planner to one index look-up per row: partitions are new every day, and without
    /// statistics it would read whole tables.
    /// </summary>
    private const string Join = """
        WITH fresh AS MATERIALIZED (
            SELECT p.prediction_id, p.version, p.role, p.experiment_id, p.variant, p.entity, p.as_of, p.unit, p.score
            FROM unnest($2::bigint[], $3::bigint[], $4::bigint[]) AS s(writer, low, top)
            CROSS JOIN LATERAL predictions_between($1, s.writer, s.low, s.top) p
        ), late AS MATERIALIZED (
            SELECT * FROM actuals WHERE model_id = $1 AND seq > $5 AND seq <= $6
        ), named AS (
            SELECT p.*, late.seq AS actual_seq, late.value
            FROM late CROSS JOIN LATERAL (SELECT * FROM predictions d WHERE d.prediction_id = late.prediction_id AND d.model_id = $1 OFFSET 0) p
            WHERE late.prediction_id IS NOT NULL
            UNION ALL
            SELECT p.*, late.seq, late.value
            FROM late CROSS JOIN LATERAL (SELECT * FROM predictions k WHERE k.model_id = $1 AND k.as_of = late.as_of AND k.entity = late.entity OFFSET 0) p
            WHERE late.prediction_id IS NULL
        ), settled AS (
            SELECT p.*, least(d.seq, k.seq) AS actual_seq, CASE WHEN least(d.seq, k.seq) = d.seq THEN d.value ELSE k.value END AS value
            FROM fresh p
            LEFT JOIN LATERAL (SELECT seq, value FROM actuals WHERE model_id = $1 AND prediction_id = p.prediction_id AND seq <= $6 OFFSET 0) d ON true
            LEFT JOIN LATERAL (
                SELECT seq, value FROM actuals WHERE model_id = $1 AND prediction_id IS NULL AND as_of = p.as_of AND entity = p.entity AND seq <= $6 OFFSET 0
            ) k ON true
            WHERE d.seq IS NOT NULL OR k.seq IS NOT NULL
            UNION ALL
            SELECT * FROM (
                SELECT DISTINCT ON (p.prediction_id)
                       p.prediction_id, p.version, p.role, p.experiment_id, p.variant, p.entity, p.as_of, p.unit, p.score, p.actual_seq, p.value
                FROM named p
                WHERE p.seq <= (
                        SELECT c.seq FROM log_cursors c
                        WHERE c.model_id = $1 AND c.log = 'predictions' AND c.reader = 'joiner' AND c.writer = p.writer)
                  AND (SELECT true FROM outcomes o WHERE o.prediction_id = p.prediction_id AND o.metric = 'actual') IS NULL
                ORDER BY p.prediction_id, p.actual_seq
            ) old
        )
        INSERT INTO outcomes (prediction_id, metric, model_id, seq, actual_seq, version, role, experiment_id, variant, entity, as_of, unit, score, value, joined_at)
        SELECT prediction_id, 'actual', $1, $7 + row_number() OVER (ORDER BY as_of, entity, role, version, prediction_id), actual_seq,
               version, role, experiment_id, variant, entity, as_of, unit, score, value, $8
        FROM settled
        """;

    private const string MoveWriters = """
        INSERT INTO log_cursors (log, reader, model_id, writer, seq)
        SELECT 'predictions', 'joiner', $1, s.writer, s.top FROM unnest($2::bigint[], $3::bigint[]) AS s(writer, top)
        ON CONFLICT (model_id, log, reader, writer) DO UPDATE SET seq = excluded.seq
        """;

    private const string MoveCursor = """
        UPDATE join_cursors SET actual_seq = $2, outcome_seq = $3, passes = passes + 1 WHERE model_id = $1
        """;

    /// <summary>Joins until what was there at the beginning is joined; the number of the model's last outcome.</summary>
    public async Task<long> JoinAsync(Guid modelId, CancellationToken cancellationToken)
    {
        await using var connection = await database.OpenConnectionAsync(cancellationToken);
        while (await IsBehindAsync(connection, modelId, cancellationToken))
        {
            if (!await PassAsync(connection, modelId, cancellationToken))
                break;
        }
        return await LastOutcomeAsync(connection, modelId, cancellationToken);
    }

    /// <summary>A look without locks, so that a nudge in vain costs no write.</summary>
    private async Task<bool> IsBehindAsync(NpgsqlConnection connection, Guid modelId, CancellationToken cancellationToken) =>
        !(await SpanAsync(connection, modelId, cancellationToken)).IsEmpty;

    /// <summary>One transaction; whether it had to stop at its bound, so that more may be left.</summary>
    private async Task<bool> PassAsync(NpgsqlConnection connection, Guid modelId, CancellationToken cancellationToken)
    {
        await using var transaction = await connection.BeginTransactionAsync(cancellationToken);
        var lastOutcome = await LockAsync(connection, modelId, cancellationToken);
        var span = await SpanAsync(connection, modelId, cancellationToken);
        var written = await InsertAsync(connection, modelId, span, lastOutcome, cancellationToken);
        await MoveAsync(connection, modelId, span, lastOutcome + written, cancellationToken);
        await transaction.CommitAsync(cancellationToken);
        return span.IsFull;
    }

    /// <summary>Waits for a join of the same model, and answers with the last outcome's number.</summary>
    private static async Task<long> LockAsync(NpgsqlConnection connection, Guid modelId, CancellationToken cancellationToken)
    {
        await using var batch = new NpgsqlBatch(connection);
        // Compiling these statements takes longer than running them.
        batch.BatchCommands.Add(new NpgsqlBatchCommand("SET LOCAL jit = off"));
        batch.BatchCommands.Add(new NpgsqlBatchCommand("INSERT INTO join_cursors (model_id) VALUES ($1) ON CONFLICT (model_id) DO NOTHING")
        {
            Parameters = { new() { Value = modelId } },
        });
        batch.BatchCommands.Add(new NpgsqlBatchCommand("SELECT outcome_seq FROM join_cursors WHERE model_id = $1 FOR UPDATE")
        {
            Parameters = { new() { Value = modelId } },
        });
        return (long)(await batch.ExecuteScalarAsync(cancellationToken))!;
    }

    private async Task<JoinSpan> SpanAsync(NpgsqlConnection connection, Guid modelId, CancellationToken cancellationToken)
    {
        await using var command = connection.CreateCommand();
        command.CommandText = Span;
        command.Parameters.AddWithValue(modelId);
        command.Parameters.AddWithValue((long)passRows);
        var span = new JoinSpan(passRows);
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        while (await reader.ReadAsync(cancellationToken))
            span.Add(reader.GetInt64(0), reader.GetInt64(1), reader.GetInt64(2), reader.GetInt64(3));
        return span;
    }

    private async Task<long> InsertAsync(
        NpgsqlConnection connection, Guid modelId, JoinSpan span, long lastOutcome, CancellationToken cancellationToken)
    {
        await using var command = connection.CreateCommand();
        command.CommandText = Join;
        command.Parameters.AddWithValue(modelId);
        command.Parameters.AddWithValue(span.Writers.ToArray());
        command.Parameters.AddWithValue(span.Lows.ToArray());
        command.Parameters.AddWithValue(span.Tops.ToArray());
        command.Parameters.AddWithValue(span.ActualLow);
        command.Parameters.AddWithValue(span.ActualTop);
        command.Parameters.AddWithValue(lastOutcome);
        command.Parameters.AddWithValue(time.GetUtcNow().UtcDateTime);
        return await command.ExecuteNonQueryAsync(cancellationToken);
    }

    private static async Task MoveAsync(
        NpgsqlConnection connection, Guid modelId, JoinSpan span, long lastOutcome, CancellationToken cancellationToken)
    {
        await using var batch = new NpgsqlBatch(connection);
        batch.BatchCommands.Add(new NpgsqlBatchCommand(MoveWriters)
        {
            Parameters = { new() { Value = modelId }, new() { Value = span.Writers.ToArray() }, new() { Value = span.Tops.ToArray() } },
        });
        batch.BatchCommands.Add(new NpgsqlBatchCommand(MoveCursor)
        {
            Parameters = { new() { Value = modelId }, new() { Value = span.ActualTop }, new() { Value = lastOutcome } },
        });
        await batch.ExecuteNonQueryAsync(cancellationToken);
    }

    private static async Task<long> LastOutcomeAsync(NpgsqlConnection connection, Guid modelId, CancellationToken cancellationToken)
    {
        await using var command = connection.CreateCommand();
        command.CommandText = "SELECT outcome_seq FROM join_cursors WHERE model_id = $1";
        command.Parameters.AddWithValue(modelId);
        return await command.ExecuteScalarAsync(cancellationToken) is long sequence ? sequence : 0;
    }
}
