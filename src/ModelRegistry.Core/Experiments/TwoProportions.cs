namespace ModelRegistry.Core.Experiments;

/// <summary>Shares of successes and their difference.</summary>
public static class TwoProportions
{
    /// <summary>Compares the share of b with that of a; null with nothing on a side, or when both are all failures or all successes.</summary>
    /// <exception cref="ArgumentOutOfRangeException">More successes than trials, or a negative number.</exception>
    public static TwoProportionResult? Compare(long successesA, long trialsA, long successesB, long trialsB, double confidence)
    {
        Check(successesA, trialsA);
        Check(successesB, trialsB);
        if (trialsA is 0 || trialsB is 0)
            return null;

        double a = (double)successesA / trialsA, b = (double)successesB / trialsB;
        var pooled = (double)(successesA + successesB) / (trialsA + trialsB);
        if (pooled is 0 or 1)
            return null;

        var z = (b - a) / Math.Sqrt(pooled * (1 - pooled) * ((1.0 / trialsA) + (1.0 / trialsB)));
        var error = Math.Sqrt((a * (1 - a) / trialsA) + (b * (1 - b) / trialsB));
        var half = NormalDistribution.Quantile(confidence) * error;
        var wilsonA = Wilson(successesA, trialsA, confidence);
        var wilsonB = Wilson(successesB, trialsB, confidence);
        return new TwoProportionResult(
            b - a,
            z,
            NormalDistribution.TwoSidedPValue(z),
            error,
            (b - a - half, b - a + half),
            (b - a - double.Hypot(b - wilsonB.Low, wilsonA.High - a), b - a + double.Hypot(wilsonB.High - b, a - wilsonA.Low)));
    }

    /// <summary>Wilson's score interval (1927) for a share.</summary>
    /// <exception cref="ArgumentOutOfRangeException">More successes than trials, a negative number, or no trials.</exception>
    public static (double Low, double High) Wilson(long successes, long trials, double confidence)
    {
        Check(successes, trials);
        ArgumentOutOfRangeException.ThrowIfZero(trials);
        var share = (double)successes / trials;
        var z = NormalDistribution.Quantile(confidence);
        var square = z * z / trials;
        var centre = (share + (square / 2)) / (1 + square);
        var half = z * Math.Sqrt((share * (1 - share) / trials) + (square / (4 * trials))) / (1 + square);
        return (centre - half, centre + half);
    }

    private static void Check(long successes, long trials)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(successes);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(successes, trials);
    }
}
