namespace ModelRegistry.Contracts.Experiments;

/// <summary>How a metric is made from the outcome of a unit.</summary>
public enum MetricKind
{
    /// <summary>The value itself, compared by its mean.</summary>
    Mean,

    /// <summary>0 or 1, compared by its mean.</summary>
    Proportion,
}
