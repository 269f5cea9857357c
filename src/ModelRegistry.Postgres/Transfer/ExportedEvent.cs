namespace ModelRegistry.Postgres.Transfer;

/// <summary>An event in the line of its command, which has its time and actor; its version follows from its place.</summary>
internal sealed record ExportedEvent
{
    public required string Type { get; init; }

    /// <summary>SHA-256 (hex) as it is chained.</summary>
    public required string Hash { get; init; }

    public required RawJson Payload { get; init; }
}
