using ModelRegistry.Contracts.Serving;

namespace ModelRegistry.Postgres.Log;

/// <summary>One scored unit in the prediction log.</summary>
public sealed record PredictionRow
{
    /// <summary>UUIDv7; its day is the partition.</summary>
    public required Guid PredictionId { get; init; }

    public required Guid ModelId { get; init; }

    public required int Version { get; init; }

    public required TrafficRole Role { get; init; }

    public Guid? ExperimentId { get; init; }

    public string? Variant { get; init; }

    public required string Entity { get; init; }

    public required DateTimeOffset AsOf { get; init; }

    /// <summary>Unit of randomisation.</summary>
    public required string Unit { get; init; }

    public required double Score { get; init; }

    /// <summary>In the order of the version's signature; NaN is missing.</summary>
    public required float[] Features { get; init; }
}
