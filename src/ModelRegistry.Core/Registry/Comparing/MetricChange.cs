namespace ModelRegistry.Core.Registry.Comparing;

/// <summary>A metric of two versions; null on the side that does not have it.</summary>
/// <param name="Direction">Null where it is not known which way the metric gets better.</param>
public sealed record MetricChange(string Name, double? Before, double? After, MetricDirection? Direction)
{
    /// <summary>After less before; null where a side is missing or the difference is not finite.</summary>
    public double? Change => Finite(After - Before);

    /// <summary>The change in per cent of the size of the value before; null also where that is zero.</summary>
    public double? Percent => Before is 0 ? null : Finite(Change / Math.Abs(Before ?? 1) * 100);

    /// <summary>Whether the metric got better; false where it stayed the same, null where direction or change is not known.</summary>
    public bool? Improved => (Direction, Change) switch
    {
        (MetricDirection.Increase, { } change) => change > 0,
        (MetricDirection.Decrease, { } change) => change < 0,
        _ => null,
    };

    private static double? Finite(double? value) => value is { } number && double.IsFinite(number) ? number : null;
}
