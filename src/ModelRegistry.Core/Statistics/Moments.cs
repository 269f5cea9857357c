namespace ModelRegistry.Core.Statistics;

/// <summary>Mean and spread of a series; NaN where undefined.</summary>
public static class Moments
{
    /// <summary>NaN when empty.</summary>
    public static double Mean(ReadOnlySpan<double> values)
    {
        var sum = 0.0;
        foreach (var value in values) sum += value;
        return sum / values.Length;
    }

    /// <summary>Sample standard deviation, n − 1 in the denominator, in two passes. NaN with fewer than two values.</summary>
    public static double StandardDeviation(ReadOnlySpan<double> values) =>
        values.Length < 2 ? double.NaN : Math.Sqrt(CentralMoment(values, 2) * values.Length / (values.Length - 1));

    /// <summary>Mean of (x − mean)^order.</summary>
    public static double CentralMoment(ReadOnlySpan<double> values, int order)
    {
        var mean = Mean(values);
        var sum = 0.0;
        foreach (var value in values)
        {
            var power = 1.0;
            for (var i = 0; i < order; i++) power *= value - mean;
            sum += power;
        }

        return sum / values.Length;
    }
}
