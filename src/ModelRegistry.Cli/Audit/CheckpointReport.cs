namespace ModelRegistry.Cli.Audit;

/// <summary>What a checkpoint says, and whether the registry with a certain key has said it.</summary>
internal sealed record CheckpointReport
{
    public required bool Genuine { get; init; }

    /// <summary>Why it is not genuine.</summary>
    public string? Why { get; init; }

    public required DateTimeOffset At { get; init; }

    public required long Streams { get; init; }

    public required long Events { get; init; }

    public required string Root { get; init; }

    /// <summary>SHA-256 of the public key that was trusted, hex.</summary>
    public required string Key { get; init; }
}
