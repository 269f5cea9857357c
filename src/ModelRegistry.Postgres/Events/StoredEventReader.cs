using Npgsql;

namespace ModelRegistry.Postgres.Events;

/// <summary>Reads rows of <c>events</c>.</summary>
internal static class StoredEventReader
{
    public const string Columns = "stream_kind, stream_id, version, type, payload, at, actor, command_id, hash";

    public static async Task<IReadOnlyList<StoredEvent>> ReadAllAsync(NpgsqlCommand command, CancellationToken cancellationToken)
    {
        var events = new List<StoredEvent>();
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        while (await reader.ReadAsync(cancellationToken))
            events.Add(Read(reader));
        return events;
    }

    /// <summary>The row's first columns are <see cref="Columns"/>.</summary>
    public static StoredEvent Read(NpgsqlDataReader reader) => new()
    {
        Stream = new StreamId(reader.GetString(0), reader.GetGuid(1)),
        Version = reader.GetInt64(2),
        Type = reader.GetString(3),
        Payload = reader.GetFieldValue<byte[]>(4),
        At = reader.GetFieldValue<DateTimeOffset>(5),
        Actor = reader.GetString(6),
        CommandId = reader.GetGuid(7),
        Hash = reader.GetFieldValue<byte[]>(8),
    };
}
