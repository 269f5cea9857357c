using MathNet.Numerics.Distributions;

namespace ModelRegistry.Core.Statistics;

/// <summary>How two samples of pairs move together, in [−1, 1]. Pairs of which either is NaN are left out; undefined is NaN.</summary>
public static class Correlation
{
    /// <summary>Pearson's product-moment correlation. NaN with fewer than two pairs or where either side does not vary.</summary>
    public static double Pearson(ReadOnlySpan<double> x, ReadOnlySpan<double> y)
    {
        var (a, b) = Pairs(x, y);
        return PearsonOfPairs(a, b);
    }

    /// <summary>Spearman's rank correlation: Pearson's of the average ranks.</summary>
    public static double Spearman(ReadOnlySpan<double> x, ReadOnlySpan<double> y)
    {
        var (a, b) = Pairs(x, y);
        Ranks.Average(a, a);
        Ranks.Average(b, b);
        return PearsonOfPairs(a, b);
    }

    /// <summary>Kendall's tau-b, corrected for ties on either side. Compares every pair of pairs: for samples of thousands, not millions.</summary>
    public static double KendallTauB(ReadOnlySpan<double> x, ReadOnlySpan<double> y)
    {
        var (a, b) = Pairs(x, y);
        long score = 0, untiedA = 0, untiedB = 0;
        for (var i = 0; i < a.Length; i++)
        {
            for (var j = 0; j < i; j++)
            {
                var (signA, signB) = (a[i].CompareTo(a[j]), b[i].CompareTo(b[j]));
                score += signA * signB;
                untiedA += signA * signA;
                untiedB += signB * signB;
            }
        }

        return untiedA == 0 || untiedB == 0 ? double.NaN : score / (Math.Sqrt(untiedA) * Math.Sqrt(untiedB));
    }

    /// <summary>Two-sided p of a correlation of <paramref name="count"/> independent pairs, by Student's t with n − 2 degrees of freedom.</summary>
    public static double PValue(double correlation, int count)
    {
        if (count < 3 || double.IsNaN(correlation)) return double.NaN;
        if (Math.Abs(correlation) >= 1) return 0;
        var t = Math.Abs(correlation) * Math.Sqrt((count - 2) / (1 - (correlation * correlation)));
        return 2 * StudentT.CDF(0, 1, count - 2, -t);
    }

    private static (double[] X, double[] Y) Pairs(ReadOnlySpan<double> x, ReadOnlySpan<double> y)
    {
        if (x.Length != y.Length) throw new ArgumentException($"Pairs need equal lengths: {x.Length} and {y.Length}", nameof(y));
        var (a, b) = (new double[x.Length], new double[x.Length]);
        var count = 0;
        for (var i = 0; i < x.Length; i++)
        {
            if (double.IsNaN(x[i]) || double.IsNaN(y[i])) continue;
            (a[count], b[count]) = (x[i], y[i]);
            count++;
        }

        return (a[..count], b[..count]);
    }

    private static double PearsonOfPairs(double[] a, double[] b)
    {
        if (a.Length < 2) return double.NaN;
        var (meanA, meanB) = (Moments.Mean(a), Moments.Mean(b));
        double covariance = 0, varianceA = 0, varianceB = 0;
        for (var i = 0; i < a.Length; i++)
        {
            var (deltaA, deltaB) = (a[i] - meanA, b[i] - meanB);
            covariance += deltaA * deltaB;
            varianceA += deltaA * deltaA;
            varianceB += deltaB * deltaB;
        }

        return varianceA > 0 && varianceB > 0 ? Math.Clamp(covariance / (Math.Sqrt(varianceA) * Math.Sqrt(varianceB)), -1, 1) : double.NaN;
    }
}
