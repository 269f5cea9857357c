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
    /// Writers that have moved on, in order, how far, and whether this model has new rows of theirs. Rows up to <c>last_seq</c> are committed
    /// with it, so every later statement sees them.
    /// </summary>
    private const string MovedWriters = """
        SELECT w.id, w.last_seq, (SELECT true FROM predictions p WHERE p.model_id = $1 AND p.writer = w.id AND p.seq > coalesce(c.seq, 0) LIMIT 1)
        FROM log_writers w LEFT JOIN unnest($2::bigint[], $3::bigint[]) AS c(writer, seq) ON c.writer = w.id
        WHERE w.last_seq > coalesce(c.seq, 0) ORDER BY w.id
        """;

    private const string RowsOfWriter = $"""
        SELECT {Columns} FROM predictions WHERE model_id = $1 AND writer = $2 AND seq > $3 AND seq <= $4 ORDER BY seq LIMIT $5
        """;

    private const string RowsByAsOf = $"""
        SELECT {Columns} FROM predictions WHERE model_id = $1 AND as_of >= $2 AND as_of < $3 ORDER BY as_of, writer, seq
        """;

    public Task<PredictionPage> ReadAsync(Guid modelId, LogCursor after, int limit, CancellationToken cancellationToken)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(limit);
        return LogDatabase.RunAsync(async () =>
        {
            await using var connection = await database.OpenConnectionAsync(cancellationToken);
            var rows = new List<LoggedPrediction>();
            var next = after;
            foreach (var (writer, last, hasRows) in await MovedWritersAsync(connection, modelId, after, cancellationToken))
            {
                var room = limit - rows.Count;
                var read = hasRows ? await RowsOfWriterAsync(connection, modelId, writer, after.PositionOf(writer), last, room, cancellationToken) : [];
                rows.AddRange(read);
                if (read.Count == room)
                    return new PredictionPage(rows, next.Advance(writer, read[^1].Sequence));
                next = next.Advance(writer, last);
            }
            return new PredictionPage(rows, next);
        });
    }

    public async IAsyncEnumerable<LoggedPrediction> ReadByAsOfAsync(
        Guid modelId, DateTimeOffset from, DateTimeOffset to, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await using var command = database.CreateCommand(RowsByAsOf);
        command.Parameters.AddWithValue(modelId);
        command.Parameters.AddWithValue(from.UtcDateTime);
        command.Parameters.AddWithValue(to.UtcDateTime);
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

    private static async Task<List<(long Writer, long Last, bool HasRows)>> MovedWritersAsync(
        NpgsqlConnection connection, Guid modelId, LogCursor after, CancellationToken cancellationToken)
    {
        await using var command = connection.CreateCommand();
        command.CommandText = MovedWriters;
        command.Parameters.AddWithValue(modelId);
        command.Parameters.AddWithValue(after.Positions.Keys.ToArray());
        command.Parameters.AddWithValue(after.Positions.Values.ToArray());
        var writers = new List<(long, long, bool)>();
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        while (await reader.ReadAsync(cancellationToken))
            writers.Add((reader.GetInt64(0), reader.GetInt64(1), !reader.IsDBNull(2)));
        return writers;
    }

    private static async Task<List<LoggedPrediction>> RowsOfWriterAsync(
        NpgsqlConnection connection, Guid modelId, long writer, long after, long last, int limit, CancellationToken cancellationToken)
    {
        await using var command = connection.CreateCommand();
        command.CommandText = RowsOfWriter;
        command.Parameters.AddWithValue(modelId);
        command.Parameters.AddWithValue(writer);
        command.Parameters.AddWithValue(after);
        command.Parameters.AddWithValue(last);
        command.Parameters.AddWithValue(limit);
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
