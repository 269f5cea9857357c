using System.Collections.Immutable;
using ModelRegistry.Contracts.Monitoring;

namespace ModelRegistry.Core.Monitoring;

/// <summary>What a scan found, before anything is decided about it.</summary>
public sealed record DriftJudgement
{
    /// <summary>The worst of the features that could be judged; NotEnoughData when none could.</summary>
    public required DriftSeverity Severity { get; init; }

    /// <summary>The severe ones, the worst first.</summary>
    public ImmutableArray<string> DriftedFeatures { get; init; } = [];

    /// <summary>Largest PSI over its severe threshold; 1 or more is SEVERE.</summary>
    public double DriftScore { get; init; }

    /// <summary>0 to 1; see <see cref="DriftReport.Confidence"/>.</summary>
    public double Confidence { get; init; }

    /// <summary>Rows of the window, missing values included.</summary>
    public long Rows { get; init; }

    public int Days { get; init; }

    public int BaselineDays { get; init; }

    public ImmutableArray<FeatureDrift> Features { get; init; } = [];
}
