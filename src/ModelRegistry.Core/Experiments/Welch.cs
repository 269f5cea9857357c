namespace ModelRegistry.Core.Experiments;

/// <summary>Welch's t-test (Welch 1947): two means with variances that need not be equal, and are never pooled.</summary>
public static class Welch
{
    /// <summary>Compares b with a; null with fewer than two values on a side, or with no variation at all: then there is nothing to judge by.</summary>
    /// <param name="a">The champion.</param>
    /// <param name="b">The challenger.</param>
    /// <param name="confidence">Of the interval, in (0, 1).</param>
    public static WelchResult? Compare(SampleMoments a, SampleMoments b, double confidence)
    {
        if (a.Count < 2 || b.Count < 2)
            return null;
        var partA = a.Variance / a.Count;
        var partB = b.Variance / b.Count;
        var error = Math.Sqrt(partA + partB);
        if (!double.IsFinite(error) || error is 0)
            return null;

        var shareA = partA / (partA + partB);
        var shareB = 1 - shareA;
        var degrees = 1 / ((shareA * shareA / (a.Count - 1)) + (shareB * shareB / (b.Count - 1)));
        var difference = b.Mean - a.Mean;
        var t = difference / error;
        var half = error * StudentDistribution.Quantile(confidence, degrees);
        return new WelchResult(
            difference, error, t, degrees, StudentDistribution.TwoSidedPValue(t, degrees), difference - half, difference + half);
    }
}
