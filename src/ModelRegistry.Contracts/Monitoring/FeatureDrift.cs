namespace ModelRegistry.Contracts.Monitoring;

/// <summary>One feature of one report.</summary>
[GenerateSerializer, Immutable, Alias("feature-drift")]
public sealed record FeatureDrift
{
    [Id(0)]
    public required string Feature { get; init; }

    [Id(1)]
    public required DriftSeverity Severity { get; init; }

    /// <summary>Population stability index, natural logarithm.</summary>
    [Id(2)]
    public double? Psi { get; init; }

    /// <summary>Two-sample Kolmogorov–Smirnov statistic, within <see cref="LargestBin"/> of the exact one.</summary>
    [Id(3)]
    public double? Ks { get; init; }

    /// <summary>Window mean minus baseline mean, in standard deviations of the baseline.</summary>
    [Id(4)]
    public double? MeanShift { get; init; }

    /// <summary>Window variance over baseline variance.</summary>
    [Id(5)]
    public double? VarianceRatio { get; init; }

    /// <summary>Share of missing values in the window.</summary>
    [Id(6)]
    public double MissingRate { get; init; }

    [Id(7)]
    public required double ModerateThreshold { get; init; }

    [Id(8)]
    public required double SevereThreshold { get; init; }

    /// <summary>False: the fixed thresholds.</summary>
    [Id(9)]
    public required bool Calibrated { get; init; }

    /// <summary>Largest share of one bin in the baseline.</summary>
    [Id(10)]
    public double LargestBin { get; init; }

    /// <summary>Where the severity is moderate or more: <c>calmer</c> or <c>wilder</c> (spread), <c>higher</c> or <c>lower</c> (mean), whichever moved more; otherwise empty.</summary>
    [Id(11)]
    public string Direction { get; init; } = "";

    /// <summary>Rows of the window.</summary>
    [Id(12)]
    public long Rows { get; init; }

    /// <summary>Such as: ranks within a day cannot drift.</summary>
    [Id(13)]
    public string Note { get; init; } = "";

    /// <summary>Kullback–Leibler divergence of the window from the baseline, nats; null where it is infinite.</summary>
    [Id(14)]
    public double? Kl { get; init; }

    /// <summary>Jensen–Shannon divergence, nats: 0 to ln 2.</summary>
    [Id(15)]
    public double? Js { get; init; }

    /// <summary>Wasserstein-1 between the outermost bin edges, in units of the feature.</summary>
    [Id(16)]
    public double? Wasserstein { get; init; }
}
