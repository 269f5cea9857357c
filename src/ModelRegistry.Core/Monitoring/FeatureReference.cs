using System.Collections.Immutable;

namespace ModelRegistry.Core.Monitoring;

/// <summary>Bins, masses and thresholds of one feature.</summary>
public sealed record FeatureReference
{
    public required string Name { get; init; }

    public bool Ranked { get; init; }

    public ImmutableArray<double> Edges { get; init; } = [];

    /// <summary>Rows per bin over the whole training period.</summary>
    public ImmutableArray<long> Counts { get; init; } = [];

    public long Missing { get; init; }

    public double Mean { get; init; }

    public double Variance { get; init; }

    /// <summary>max(0.10, 95 % quantile of the windows of the training period).</summary>
    public double Moderate { get; init; } = 0.10;

    /// <summary>max(0.25, 99 % quantile of the windows of the training period).</summary>
    public double Severe { get; init; } = 0.25;

    /// <summary>False where the training period had too few windows: the fixed 0.10 and 0.25.</summary>
    public bool Calibrated { get; init; }

    /// <summary>Windows the quantiles were taken from.</summary>
    public int Windows { get; init; }
}
