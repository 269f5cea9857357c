using System.Collections.Immutable;

namespace ModelRegistry.Core.Monitoring;

/// <summary>The calibrated reference of one version: bins, masses and thresholds per feature. Kept as an artifact named by the version.</summary>
public sealed record ReferenceProfile
{
    public ImmutableArray<FeatureReference> Features { get; init; } = [];
}
