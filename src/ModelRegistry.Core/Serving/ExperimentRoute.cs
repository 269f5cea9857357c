using System.Collections.Immutable;

namespace ModelRegistry.Core.Serving;

/// <summary>How a running A/B test splits units between its arms.</summary>
public sealed record ExperimentRoute
{
    public required Guid ExperimentId { get; init; }

    /// <summary>Bucket of a unit: the first 8 bytes (big-endian) of SHA-256(seed, 0x00, unit) modulo 10,000.</summary>
    public required string Seed { get; init; }

    public DateTimeOffset? AsOfFrom { get; init; }

    public DateTimeOffset? AsOfTo { get; init; }

    /// <summary>Arm of each of the 10,000 buckets, an index into <see cref="Variants"/>.</summary>
    public ImmutableArray<byte> Buckets { get; init; } = [];

    public ImmutableArray<RoutedVariant> Variants { get; init; } = [];
}
