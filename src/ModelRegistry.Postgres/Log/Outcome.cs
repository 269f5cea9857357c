using ModelRegistry.Contracts.Serving;

namespace ModelRegistry.Postgres.Log;

/// <summary>One prediction joined with its actual. Written once.</summary>
public sealed record Outcome
{
    /// <summary>From 1, without gaps, per model.</summary>
    public required long Sequence { get; init; }

    public required Guid PredictionId { get; init; }

    public required int Version { get; init; }

    public required TrafficRole Role { get; init; }

    public Guid? ExperimentId { get; init; }

    public string? Variant { get; init; }

    public required string Entity { get; init; }

    public required DateTimeOffset AsOf { get; init; }

    public required string Unit { get; init; }

    public required double Score { get; init; }

    /// <summary>The actual.</summary>
    public required double Value { get; init; }
}
