namespace ModelRegistry.Core.Registry.Comparing;

/// <summary>Which way a metric gets better.</summary>
public enum MetricDirection
{
    Increase,
    Decrease,
}
