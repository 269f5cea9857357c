using Npgsql;
using NpgsqlTypes;

namespace ModelRegistry.Postgres.Events;

/// <summary>The call of <c>append_commands</c>, which plans what comes after it in the transaction by keys, as <see cref="KeyedPlans"/> does.</summary>
internal static class AppendStatement
{
    /// <summary>SQLSTATE: a stream has another version.</summary>
    public const string WrongVersion = "MR001";

    /// <summary>SQLSTATE: the command was carried out before.</summary>
    public const string RepeatedCommand = "MR002";

    /// <summary>The constraint that finds a repeated command which had changed nothing, so that its stream has the expected version still.</summary>
    public const string CommandKey = "commands_pkey";

    /// <param name="requests">Of different streams.</param>
    /// <param name="patience">How long a lock is waited for in the transaction, as PostgreSQL writes it; 0: until it is had.</param>
    public static NpgsqlBatchCommand Of(IReadOnlyList<AppendRequest> requests, string patience = "0")
    {
        var command = new NpgsqlBatchCommand("SELECT append_commands($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16)");
        command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = patience });
        AddCommands(command.Parameters, requests);
        AddEvents(command.Parameters, [.. requests.SelectMany(Events)]);
        return command;
    }

    private static void AddCommands(NpgsqlParameterCollection parameters, IReadOnlyList<AppendRequest> requests)
    {
        parameters.Add(new NpgsqlParameter<string[]> { TypedValue = [.. requests.Select(one => one.Stream.Kind)] });
        parameters.Add(new NpgsqlParameter<Guid[]> { TypedValue = [.. requests.Select(one => one.Stream.Id)] });
        parameters.Add(new NpgsqlParameter<long[]> { TypedValue = [.. requests.Select(one => one.ExpectedVersion)] });
        parameters.Add(new NpgsqlParameter<long[]> { TypedValue = [.. requests.Select(one => one.Revision)] });
        parameters.Add(new NpgsqlParameter<Guid[]> { TypedValue = [.. requests.Select(one => one.CommandId)] });
        parameters.Add(new NpgsqlParameter<string[]> { TypedValue = [.. requests.Select(one => one.Fingerprint)] });
        parameters.Add(new NpgsqlParameter<string[]> { TypedValue = [.. requests.Select(one => one.Actor)] });
        parameters.Add(new NpgsqlParameter<DateTime[]> { TypedValue = [.. requests.Select(one => one.At.UtcDateTime)], NpgsqlDbType = NpgsqlDbType.Array | NpgsqlDbType.TimestampTz });
        parameters.Add(new NpgsqlParameter<byte[][]> { TypedValue = [.. requests.Select(one => one.Result.ToArray())] });
        parameters.Add(new NpgsqlParameter<string?[]> { TypedValue = [.. requests.Select(one => one.Origin)], NpgsqlDbType = NpgsqlDbType.Array | NpgsqlDbType.Text });
    }

    private static void AddEvents(NpgsqlParameterCollection parameters, IReadOnlyList<Appended> events)
    {
        parameters.Add(new NpgsqlParameter<int[]> { TypedValue = [.. events.Select(one => one.Owner)] });
        parameters.Add(new NpgsqlParameter<long[]> { TypedValue = [.. events.Select(one => one.Version)] });
        parameters.Add(new NpgsqlParameter<string[]> { TypedValue = [.. events.Select(one => one.Event.Type)] });
        parameters.Add(new NpgsqlParameter<byte[][]> { TypedValue = [.. events.Select(one => one.Event.Payload.ToArray())] });
        parameters.Add(new NpgsqlParameter<byte[][]> { TypedValue = [.. events.Select(one => one.Prefix)] });
    }

    private static IEnumerable<Appended> Events(AppendRequest request, int index) => request.Events.IsDefault ? [] : request.Events.Select((one, n) =>
    {
        var version = request.ExpectedVersion + n + 1;
        return new Appended(index + 1, version, one, EventHash.Prefix(request.Stream, version, one.Type, request.At, request.Actor, request.CommandId));
    });

    /// <param name="Owner">Which command made it, counted from 1.</param>
    private readonly record struct Appended(int Owner, long Version, NewEvent Event, byte[] Prefix);
}
