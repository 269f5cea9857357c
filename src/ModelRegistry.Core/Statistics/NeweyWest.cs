namespace ModelRegistry.Core.Statistics;

/// <summary>Standard error of a mean whose terms are correlated over time.</summary>
public static class NeweyWest
{
    /// <summary>
    /// sqrt(S / n) with S = γ₀ + 2 Σ (1 − l / (L + 1)) γ_l over l = 1 … L: Bartlett weights, autocovariances divided by n, no small-sample correction
    /// (Newey and West, Econometrica 55, 1987). With lag 0 it is the usual error with n in the denominator of the variance.
    /// </summary>
    /// <param name="series">One value per day, in order.</param>
    /// <param name="lag">L; for returns over h overlapping days at least h.</param>
    /// <returns>NaN with fewer than two values.</returns>
    public static double StandardError(ReadOnlySpan<double> series, int lag)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(lag);
        if (series.Length < 2) return double.NaN;
        var mean = Moments.Mean(series);
        var variance = Autocovariance(series, mean, 0);
        for (var l = 1; l <= Math.Min(lag, series.Length - 1); l++) variance += 2 * (1 - (l / (lag + 1.0))) * Autocovariance(series, mean, l);
        return Math.Sqrt(variance / series.Length);
    }

    private static double Autocovariance(ReadOnlySpan<double> series, double mean, int lag)
    {
        var sum = 0.0;
        for (var i = lag; i < series.Length; i++) sum += (series[i] - mean) * (series[i - lag] - mean);
        return sum / series.Length;
    }
}
