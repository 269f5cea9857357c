using Npgsql;
using NpgsqlTypes;

namespace ModelRegistry.Postgres.Events;

/// <summary>Collects the statements of projections, to be sent with the events they follow from.</summary>
public sealed class ProjectionBatch
{
    private readonly NpgsqlBatch _batch;

    internal ProjectionBatch(NpgsqlBatch batch) => _batch = batch;

    /// <summary>Adds a statement with parameters <c>$1</c>, <c>$2</c>…; for jsonb give a <see cref="JsonText"/>.</summary>
    public void Write(string sql, params ReadOnlySpan<object?> values)
    {
        var command = new NpgsqlBatchCommand(sql);
        foreach (var value in values)
            command.Parameters.Add(Parameter(value));
        _batch.BatchCommands.Add(command);
    }

    internal static NpgsqlParameter Parameter(object? value) => value switch
    {
        null => new NpgsqlParameter { Value = DBNull.Value },
        SqlNull maybe => new NpgsqlParameter { Value = maybe.Value ?? DBNull.Value, NpgsqlDbType = maybe.Type },
        JsonText json => new NpgsqlParameter { Value = json.Text, NpgsqlDbType = NpgsqlDbType.Jsonb },
        DateTimeOffset time => new NpgsqlParameter { Value = time.ToUniversalTime(), NpgsqlDbType = NpgsqlDbType.TimestampTz },
        _ => new NpgsqlParameter { Value = value },
    };
}
