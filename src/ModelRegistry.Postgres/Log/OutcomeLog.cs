using System.Runtime.CompilerServices;
using ModelRegistry.Contracts.Serving;
using Npgsql;

namespace ModelRegistry.Postgres.Log;

/// <summary>Actuals in, outcomes out.</summary>
internal sealed class OutcomeLog(NpgsqlDataSource database, TimeProvider time, int passRows) : IOutcomeLog
{
    private const string Columns =
        "seq, prediction_id, version, role, experiment_id, variant, entity, as_of, unit, score, value";

    private readonly ActualWriter _actuals = new(database, time);
    private readonly OutcomeJoiner _joiner = new(database, time, passRows);

    // Large enough that a pass is mostly work, small enough that its transaction is short.
    private const int DefaultPassRows = 20_000;

    public OutcomeLog(NpgsqlDataSource database, TimeProvider time)
        : this(database, time, DefaultPassRows)
    {
    }

    public Task<ActualsReceipt> WriteActualsAsync(Guid modelId, IReadOnlyList<Actual> actuals, CancellationToken cancellationToken = default) =>
        _actuals.WriteAsync(modelId, actuals, cancellationToken);

    public Task<long> JoinAsync(Guid modelId, CancellationToken cancellationToken = default) =>
        LogDatabase.RunAsync(() => _joiner.JoinAsync(modelId, cancellationToken));

    public Task<IReadOnlyList<Outcome>> ReadAsync(Guid modelId, long afterSequence, int limit, CancellationToken cancellationToken = default)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(limit);
        return LogDatabase.RunAsync<IReadOnlyList<Outcome>>(async () =>
        {
            await using var command = database.CreateCommand($"SELECT {Columns} FROM outcomes WHERE model_id = $1 AND seq > $2 ORDER BY seq LIMIT $3");
            command.Parameters.AddWithValue(modelId);
            command.Parameters.AddWithValue(afterSequence);
            command.Parameters.AddWithValue(limit);
            var outcomes = new List<Outcome>();
            await using var reader = await command.ExecuteReaderAsync(cancellationToken);
            while (await reader.ReadAsync(cancellationToken))
                outcomes.Add(Map(reader));
            return outcomes;
        });
    }

    public async IAsyncEnumerable<Outcome> ReadByAsOfAsync(
        Guid modelId, int version, DateTimeOffset from, DateTimeOffset to, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        await using var command = database.CreateCommand(
            $"SELECT {Columns} FROM outcomes WHERE model_id = $1 AND version = $2 AND as_of >= $3 AND as_of < $4 ORDER BY as_of, seq");
        command.Parameters.AddWithValue(modelId);
        command.Parameters.AddWithValue(version);
        command.Parameters.AddWithValue(from.UtcDateTime);
        command.Parameters.AddWithValue(to.UtcDateTime);
        await using var reader = await LogDatabase.RunAsync(() => command.ExecuteReaderAsync(cancellationToken));
        while (await LogDatabase.RunAsync(() => reader.ReadAsync(cancellationToken)))
            yield return Map(reader);
    }

    public Task<OutcomeCounts> CountAsync(Guid modelId, CancellationToken cancellationToken = default) =>
        LogDatabase.RunAsync(async () =>
        {
            await using var command = database.CreateCommand("""
                SELECT (SELECT count(*) FROM actuals WHERE model_id = $1), count(DISTINCT actual_seq), count(*) FROM outcomes WHERE model_id = $1
                """);
            command.Parameters.AddWithValue(modelId);
            await using var reader = await command.ExecuteReaderAsync(cancellationToken);
            await reader.ReadAsync(cancellationToken);
            return new OutcomeCounts(reader.GetInt64(0), reader.GetInt64(1), reader.GetInt64(2));
        });

    private static Outcome Map(NpgsqlDataReader reader) => new()
    {
        Sequence = reader.GetInt64(0),
        PredictionId = reader.GetGuid(1),
        Version = reader.GetInt32(2),
        Role = (TrafficRole)reader.GetInt16(3),
        ExperimentId = reader.IsDBNull(4) ? null : reader.GetGuid(4),
        Variant = reader.IsDBNull(5) ? null : reader.GetString(5),
        Entity = reader.GetString(6),
        AsOf = reader.GetFieldValue<DateTimeOffset>(7),
        Unit = reader.GetString(8),
        Score = reader.GetDouble(9),
        Value = reader.GetDouble(10),
    };
}
