using System.Runtime.CompilerServices;
using ModelRegistry.Contracts.Serving;
using Npgsql;

namespace ModelRegistry.Postgres.Log;

/// <summary>Reads predictions by cursor, by as-of time, and counts them.</summary>
internal sealed class PredictionReader(NpgsqlDataSource database)
{
    private const string Columns =
        "prediction_id, model_id, version, role, experiment_id, variant, entity, as_of, unit, score, features, writer, seq";

    /// <summary>
    /// Writers that have moved on, in order: how far, and the next rows of this model among theirs. All of one snapshot, so rows up to
    /// <c>last_seq</c> are committed with it and every later statement sees them.
    /// </summary>
    private const string MovedWriters = """
        SELECT w.id, w.last_seq, t.top, t.found
        FROM log_writers w
        LEFT JOIN unnest($2::bigint[], $3::bigint[]) AS c(writer, seq) ON c.writer = w.id
        CROSS JOIN LATERAL predictions_after($1, w.id, coalesce(c.seq, 0), $4) t
        WHERE w.last_seq > coalesce(c.seq, 0) ORDER BY w.id
        """;

    private const string RowsOfWriter = $"SELECT {Columns} FROM predictions_between($1, $2, $3, $4) ORDER BY seq";

    private const string RowsByAsOf = $"""
        SELECT {Columns} FROM predictions WHERE model_id = $1 AND as_of >= $2 AND as_of < $3 ORDER BY as_of, writer, seq
        """;

    private const string RowsOfEntity = $"""
        SELECT {Columns} FROM predictions WHERE model_id = $1 AND as_of >= $2 AND as_of < $3 AND entity = $4 ORDER BY as_of, writer, seq
        """;

    public Task<PredictionPage> ReadAsync(Guid modelId, LogCursor after, int limit, CancellationToken cancellationToken)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(limit);
        return LogDatabase.RunAsync(async () =>
        {
            await using var connection = await database.OpenConnectionAsync(cancellationToken);
            var rows = new List<LoggedPrediction>();
            var next = after;
            foreach (var (writer, last, top, found) in await MovedWritersAsync(connection, modelId, after, limit, cancellationToken))
            {
                // A writer's part is read whole or, with the page that is then returned, up to where it was cut: a cursor passes nothing unread.
                if (rows.Count > 0 && rows.Count + found > limit)
                    return new PredictionPage(rows, next);
                if (found > 0)
                    rows.AddRange(await RowsOfWriterAsync(connection, modelId, writer, after.PositionOf(writer), top, cancellationToken));
                if (found == limit)
                    return new PredictionPage(rows, next.Advance(writer, top));
                next = next.Advance(writer, last);
            }
            return new PredictionPage(rows, next);
        });
    }

    public async IAsyncEnumerable<LoggedPrediction> ReadByAsOfAsync(
        Guid modelId, DateTimeOffset from, DateTimeOffset to, string? entity, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await using var command = database.CreateCommand(entity is null ? RowsByAsOf : RowsOfEntity);
        command.Parameters.AddWithValue(modelId);
        command.Parameters.AddWithValue(from.UtcDateTime);
        command.Parameters.AddWithValue(to.UtcDateTime);
        if (entity is not null)
            command.Parameters.AddWithValue(entity);
        await using var reader = await LogDatabase.RunAsync(() => command.ExecuteReaderAsync(cancellationToken));
        while (await LogDatabase.RunAsync(() => reader.ReadAsync(cancellationToken)))
            yield return Map(reader);
    }

    public Task<IReadOnlyDictionary<TrafficRole, long>> CountAsync(Guid modelId, CancellationToken cancellationToken) =>
        LogDatabase.RunAsync<IReadOnlyDictionary<TrafficRole, long>>(async () =>
        {
            await using var command = database.CreateCommand("SELECT role, count(*) FROM predictions WHERE model_id = $1 GROUP BY role");
            command.Parameters.AddWithValue(modelId);
            await using var reader = await command.ExecuteReaderAsync(cancellationToken);
            var counts = new Dictionary<TrafficRole, long>();
            while (await reader.ReadAsync(cancellationToken))
                counts.Add((TrafficRole)reader.GetInt16(0), reader.GetInt64(1));
            return counts;
        });

    private static async Task<List<(long Writer, long Last, long Top, long Found)>> MovedWritersAsync(
        NpgsqlConnection connection, Guid modelId, LogCursor after, int limit, CancellationToken cancellationToken)
    {
        await using var command = connection.CreateCommand();
        command.CommandText = MovedWriters;
        command.Parameters.AddWithValue(modelId);
        command.Parameters.AddWithValue(after.Positions.Keys.ToArray());
        command.Parameters.AddWithValue(after.Positions.Values.ToArray());
        command.Parameters.AddWithValue((long)limit);
        var writers = new List<(long, long, long, long)>();
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        while (await reader.ReadAsync(cancellationToken))
            writers.Add((reader.GetInt64(0), reader.GetInt64(1), reader.IsDBNull(2) ? 0 : reader.GetInt64(2), reader.IsDBNull(3) ? 0 : reader.GetInt64(3)));
        return writers;
    }

    private static async Task<List<LoggedPrediction>> RowsOfWriterAsync(
        NpgsqlConnection connection, Guid modelId, long writer, long after, long top, CancellationToken cancellationToken)
    {
        await using var command = connection.CreateCommand();
        command.CommandText = RowsOfWriter;
        command.Parameters.AddWithValue(modelId);
        command.Parameters.AddWithValue(writer);
        command.Parameters.AddWithValue(after);
        command.Parameters.AddWithValue(top);
        var rows = new List<LoggedPrediction>();
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        while (await reader.ReadAsync(cancellationToken))
            rows.Add(Map(reader));
        return rows;
    }

    private static LoggedPrediction Map(NpgsqlDataReader reader) => new(reader.GetInt64(11), reader.GetInt64(12), new PredictionRow
    {
        PredictionId = reader.GetGuid(0),
        ModelId = reader.GetGuid(1),
        Version = reader.GetInt32(2),
        Role = (TrafficRole)reader.GetInt16(3),
        ExperimentId = reader.IsDBNull(4) ? null : reader.GetGuid(4),
        Variant = reader.IsDBNull(5) ? null : reader.GetString(5),
        Entity = reader.GetString(6),
        AsOf = reader.GetFieldValue<DateTimeOffset>(7),
        Unit = reader.GetString(8),
        Score = reader.GetDouble(9),
        Features = reader.GetFieldValue<float[]>(10),
    });
}
