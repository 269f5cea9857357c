using System.Collections.Immutable;

namespace ModelRegistry.Core.Monitoring;

/// <summary>What the trainer says of its data: the bins of every feature and one cell per as-of day. Kept as an artifact; the registry calibrates from it.</summary>
public sealed record TrainingProfile
{
    public ImmutableArray<FeatureProfile> Features { get; init; } = [];
}
