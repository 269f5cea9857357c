namespace ModelRegistry.Core.Monitoring;

/// <summary>Sample quantiles.</summary>
public static class Quantile
{
    /// <summary>Linear between order statistics at (n − 1) p: type 7 of Hyndman and Fan (1996), the default of numpy and R.</summary>
    /// <param name="sorted">Ascending, at least one value.</param>
    /// <param name="p">0 to 1.</param>
    public static double Type7(ReadOnlySpan<double> sorted, double p)
    {
        if (sorted.IsEmpty) throw new ArgumentException("A quantile of no values was asked for.", nameof(sorted));
        if (!(p >= 0 && p <= 1)) throw new ArgumentOutOfRangeException(nameof(p), p, "A quantile is wanted at a share from 0 to 1.");
        var place = (sorted.Length - 1) * p;
        var below = Math.Min((int)place, sorted.Length - 1);
        var above = Math.Min(below + 1, sorted.Length - 1);
        return sorted[below] + ((place - below) * (sorted[above] - sorted[below]));
    }
}
