using Npgsql;
using NpgsqlTypes;

namespace ModelRegistry.Postgres.Log;

/// <summary>
/// Stores batches of actuals. The row of the model's counter is locked before anything is looked at and until the commit: two batches of one
/// model follow each other, so the first value wins, and numbers are committed in their order.
/// </summary>
internal sealed class ActualWriter(NpgsqlDataSource database, TimeProvider time)
{
    private const string Lock = """
        INSERT INTO actual_logs (model_id) VALUES ($1) ON CONFLICT (model_id) DO UPDATE SET model_id = excluded.model_id
        RETURNING pg_current_xact_id()::text, set_config('jit', 'off', true)
        """;

    /// <summary>
    /// A statement of its own after the lock, so that it sees what the batch before it committed. Scalar sub-selects keep the look-ups on
    /// the unique indexes whatever the statistics of a young table say.
    /// </summary>
    private const string Store = """
        WITH given AS (
            SELECT i, g.prediction_id, g.entity, g.as_of, g.value,
                   first_value(g.value) OVER named AS first_given, row_number() OVER named AS place
            FROM unnest($2, $3, $4, $5) WITH ORDINALITY AS g(prediction_id, entity, as_of, value, i)
            WINDOW named AS (PARTITION BY g.prediction_id, g.entity, g.as_of ORDER BY i)
        ), judged AS MATERIALIZED (
            SELECT given.*, CASE WHEN given.prediction_id IS NOT NULL
                THEN (SELECT a.value FROM actuals a WHERE a.model_id = $1 AND a.prediction_id = given.prediction_id)
                ELSE (SELECT a.value FROM actuals a WHERE a.model_id = $1 AND a.prediction_id IS NULL AND a.as_of = given.as_of AND a.entity = given.entity)
                END AS stored
            FROM given
        ), fresh AS (
            SELECT *, CASE WHEN prediction_id IS NOT NULL
                THEN (SELECT true FROM predictions p WHERE p.prediction_id = judged.prediction_id AND p.model_id = $1)
                ELSE (SELECT true FROM predictions p WHERE p.model_id = $1 AND p.as_of = judged.as_of AND p.entity = judged.entity LIMIT 1)
                END AS matched
            FROM judged WHERE stored IS NULL AND place = 1
        ), written AS (
            INSERT INTO actuals (model_id, seq, prediction_id, entity, as_of, value, arrived_at)
            SELECT $1, (SELECT last_seq FROM actual_logs WHERE model_id = $1) + row_number() OVER (ORDER BY i), prediction_id, entity, as_of, value, $6
            FROM fresh
            RETURNING seq
        ), counted AS (
            UPDATE actual_logs SET last_seq = last_seq + (SELECT count(*) FROM written)
            WHERE model_id = $1 AND EXISTS (SELECT FROM written)
        )
        SELECT (SELECT count(*) FROM fresh)::int,
               (SELECT count(*) FROM judged WHERE coalesce(stored, first_given) = value AND NOT (stored IS NULL AND place = 1))::int,
               (SELECT coalesce(array_agg((i - 1)::int ORDER BY i), '{}') FROM judged WHERE coalesce(stored, first_given) <> value),
               (SELECT count(*) FROM fresh WHERE matched IS NULL)::int
        """;

    public async Task<ActualsReceipt> WriteAsync(Guid modelId, IReadOnlyList<Actual> actuals, CancellationToken cancellationToken)
    {
        ActualRules.Check(modelId, actuals);
        if (actuals.Count == 0)
            return new ActualsReceipt(0, 0, [], 0);
        string? transactionId = null;
        ActualsReceipt? receipt = null;
        try
        {
            await using var connection = await database.OpenConnectionAsync(cancellationToken);
            await using var transaction = await connection.BeginTransactionAsync(cancellationToken);
            transactionId = await LockAsync(connection, modelId, cancellationToken);
            receipt = await StoreAsync(connection, modelId, actuals, cancellationToken);
            // From here on the caller's token is ignored: a commit that is cut short is one whose outcome nobody knows.
            await transaction.CommitAsync(CancellationToken.None);
            return receipt;
        }
        catch (Exception e) when (LogDatabase.IsAway(e))
        {
            if (receipt is not null && await WasCommittedAsync(modelId, transactionId!, e))
                return receipt;
            throw LogDatabase.Unavailable(e);
        }
    }

    private static async Task<string> LockAsync(NpgsqlConnection connection, Guid modelId, CancellationToken cancellationToken)
    {
        await using var command = connection.CreateCommand();
        command.CommandText = Lock;
        command.Parameters.AddWithValue(modelId);
        return (string)(await command.ExecuteScalarAsync(cancellationToken))!;
    }

    private async Task<ActualsReceipt> StoreAsync(
        NpgsqlConnection connection, Guid modelId, IReadOnlyList<Actual> actuals, CancellationToken cancellationToken)
    {
        await using var command = connection.CreateCommand();
        command.CommandText = Store;
        command.Parameters.AddWithValue(modelId);
        command.Parameters.AddWithValue(NpgsqlDbType.Array | NpgsqlDbType.Uuid, actuals.Select(a => a.PredictionId).ToArray());
        command.Parameters.AddWithValue(NpgsqlDbType.Array | NpgsqlDbType.Text, actuals.Select(a => a.Entity).ToArray());
        command.Parameters.AddWithValue(NpgsqlDbType.Array | NpgsqlDbType.TimestampTz, actuals.Select(a => a.AsOf?.UtcDateTime).ToArray());
        command.Parameters.AddWithValue(NpgsqlDbType.Array | NpgsqlDbType.Double, actuals.Select(a => a.Value).ToArray());
        command.Parameters.AddWithValue(time.GetUtcNow().UtcDateTime);
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        await reader.ReadAsync(cancellationToken);
        return new ActualsReceipt(reader.GetInt32(0), reader.GetInt32(1), [.. reader.GetFieldValue<int[]>(2)], reader.GetInt32(3));
    }

    /// <summary>
    /// Asks the server what became of a transaction whose answer was lost. Its row lock is waited for, so it is no longer under way.
    /// </summary>
    /// <exception cref="StoreUnavailableException">The server cannot be asked.</exception>
    private async Task<bool> WasCommittedAsync(Guid modelId, string transactionId, Exception cause)
    {
        try
        {
            await using var connection = await database.OpenConnectionAsync(CancellationToken.None);
            await LockAsync(connection, modelId, CancellationToken.None);
            await using var ask = connection.CreateCommand();
            ask.CommandText = "SELECT pg_xact_status($1::text::xid8)";
            ask.Parameters.AddWithValue(transactionId);
            return await ask.ExecuteScalarAsync(CancellationToken.None) is "committed";
        }
        catch (Exception e) when (LogDatabase.IsAway(e))
        {
            throw new StoreUnavailableException(
                "the connection broke while actuals were being committed; send the same batch again: what is stored counts once", cause);
        }
    }
}
