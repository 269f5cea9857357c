namespace ModelRegistry.Contracts.Experiments;

/// <summary>Which number of a joined outcome a metric looks at.</summary>
public enum MetricSource
{
    /// <summary>The actual as it came.</summary>
    Value,

    /// <summary>The actual minus the median of all actuals of the same as-of time, over both arms, each entity once.</summary>
    ExcessOverMedian,

    /// <summary>
    /// 1 when score and excess over the median have the same sign, 0 when they have not, and 0.5 when either is exactly zero. Such units
    /// are not left out: a model that gives many zeros would choose by itself which units it is compared on.
    /// </summary>
    RankHit,
}
