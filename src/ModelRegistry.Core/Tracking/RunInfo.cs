namespace ModelRegistry.Core.Tracking;

/// <summary>What a run is, without what it logged.</summary>
public sealed record RunInfo
{
    public required Guid Id { get; init; }

    public required long ExperimentId { get; init; }

    public required string Name { get; init; }

    public required string UserId { get; init; }

    public required RunStatus Status { get; init; }

    /// <summary>Unix milliseconds.</summary>
    public required long StartTime { get; init; }

    /// <summary>Unix milliseconds; null until it ended.</summary>
    public long? EndTime { get; init; }

    public required string ArtifactUri { get; init; }

    public bool Deleted { get; init; }

    /// <summary>Whether more is to be expected of it.</summary>
    public bool GoesOn => !Deleted && !Status.IsEnd();
}
