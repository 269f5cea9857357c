using Npgsql;
using NpgsqlTypes;

namespace ModelRegistry.Postgres.Events;

/// <summary>The call of <c>append_events</c>.</summary>
internal static class AppendStatement
{
    /// <summary>SQLSTATE: the stream has another version.</summary>
    public const string WrongVersion = "MR001";

    /// <summary>SQLSTATE: the command was carried out before.</summary>
    public const string RepeatedCommand = "MR002";

    public static NpgsqlBatchCommand Of(AppendRequest request)
    {
        var events = request.Events.IsDefault ? [] : request.Events;
        return new NpgsqlBatchCommand("SELECT append_events($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)")
        {
            Parameters =
            {
                new NpgsqlParameter<string> { TypedValue = request.Stream.Kind },
                new NpgsqlParameter<Guid> { TypedValue = request.Stream.Id },
                new NpgsqlParameter<long> { TypedValue = request.ExpectedVersion },
                new NpgsqlParameter<Guid> { TypedValue = request.CommandId },
                new NpgsqlParameter<string> { TypedValue = request.Fingerprint },
                new NpgsqlParameter<string> { TypedValue = request.Actor },
                new NpgsqlParameter<DateTimeOffset> { TypedValue = request.At.ToUniversalTime(), NpgsqlDbType = NpgsqlDbType.TimestampTz },
                new NpgsqlParameter<string[]> { TypedValue = [.. events.Select(one => one.Type)] },
                new NpgsqlParameter<byte[][]> { TypedValue = [.. events.Select(one => one.Payload.ToArray())] },
                new NpgsqlParameter<byte[]> { TypedValue = request.Result.ToArray() },
                new NpgsqlParameter<string?> { TypedValue = request.Origin, NpgsqlDbType = NpgsqlDbType.Text },
            },
        };
    }
}
