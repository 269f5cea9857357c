namespace ModelRegistry.Postgres.Events;

/// <summary>An event as it stands in the log.</summary>
public sealed record StoredEvent
{
    public required StreamId Stream { get; init; }

    /// <summary>1 for the first event of the stream.</summary>
    public required long Version { get; init; }

    public required string Type { get; init; }

    public required ReadOnlyMemory<byte> Payload { get; init; }

    public required DateTimeOffset At { get; init; }

    public required string Actor { get; init; }

    public required Guid CommandId { get; init; }

    /// <summary>SHA-256 of this event chained to the one before (DESIGN: length-prefixed stream, version, type, time, actor, command id, previous hash, payload).</summary>
    public required ReadOnlyMemory<byte> Hash { get; init; }
}
