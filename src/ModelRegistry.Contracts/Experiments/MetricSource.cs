namespace ModelRegistry.Contracts.Experiments;

/// <summary>Which number of a joined outcome a metric looks at.</summary>
public enum MetricSource
{
    /// <summary>The actual as it came.</summary>
    Value,

    /// <summary>The actual minus the median of all actuals of the same as-of time.</summary>
    ExcessOverMedian,

    /// <summary>1 when score and excess over the median have the same sign, else 0.</summary>
    RankHit,
}
