using System.Collections.Immutable;

namespace ModelRegistry.Core.Monitoring;

/// <summary>The calibrated reference of one version: bins, masses and thresholds per feature. Kept as an artifact named by the version.</summary>
public sealed record ReferenceProfile
{
    public ImmutableArray<FeatureReference> Features { get; init; } = [];

    /// <summary>Days of the windows that the thresholds were calibrated for; with other windows they do not apply.</summary>
    public int WindowDays { get; init; } = Calibrator.WindowDays;

    /// <summary>Days of the baselines that the thresholds were calibrated for.</summary>
    public int BaselineDays { get; init; } = Calibrator.BaselineDays;
}
