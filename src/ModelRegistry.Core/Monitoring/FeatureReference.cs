using System.Collections.Immutable;

namespace ModelRegistry.Core.Monitoring;

/// <summary>Bins, masses and thresholds of one feature.</summary>
public sealed record FeatureReference
{
    public required string Name { get; init; }

    /// <summary>A rank within its as-of time: it cannot drift.</summary>
    public bool Ranked { get; init; }

    /// <summary>One value per as-of time, shared by all rows of it: as many values as days, however many rows.</summary>
    public bool Shared { get; init; }

    public ImmutableArray<double> Edges { get; init; } = [];

    /// <summary>Rows per bin over the whole training period.</summary>
    public ImmutableArray<long> Counts { get; init; } = [];

    public long Missing { get; init; }

    public double Mean { get; init; }

    public double Variance { get; init; }

    /// <summary>max(0.10, 95 % quantile of the windows of the training period).</summary>
    public double Moderate { get; init; } = Calibrator.LeastModerate;

    /// <summary>max(0.25, 99 % quantile of the windows of the training period).</summary>
    public double Severe { get; init; } = Calibrator.LeastSevere;

    /// <summary>False where the training period had too few windows: the fixed 0.10 and 0.25.</summary>
    public bool Calibrated { get; init; }

    /// <summary>Windows the quantiles were taken from.</summary>
    public int Windows { get; init; }

    /// <summary>Bins: one more than edges.</summary>
    public int Bins => Edges.Length + 1;
}
