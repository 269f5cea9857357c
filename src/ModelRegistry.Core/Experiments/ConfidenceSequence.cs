namespace ModelRegistry.Core.Experiments;

/// <summary>
/// The asymptotic confidence sequence for a difference of two means: an interval that holds at every look at once, so looking early
/// and often costs nothing but width. Waudby-Smith, Arbour, Sinha, Kennedy and Ramdas, arXiv:2103.06476, with ρ chosen to be
/// tightest near a stated total sample.
/// </summary>
public static class ConfidenceSequence
{
    /// <summary>The total sample (both arms) at which the interval is tightest unless a test says otherwise.</summary>
    public const double DefaultTuning = 5_000;

    /// <summary>The half-width in standard errors at a total sample: √N · √(2 (Nρ² + 1) ln(√(Nρ² + 1) / α)) / (Nρ).</summary>
    /// <param name="sample">N, the values in both arms together.</param>
    /// <param name="confidence">1 − α, in (0, 1).</param>
    /// <param name="tuning">N*, the total sample at which it is to be tightest. Fixed before the test begins.</param>
    public static double Multiplier(double sample, double confidence, double tuning = DefaultTuning)
    {
        var alpha = 1 - confidence;
        var square = RhoSquared(alpha, tuning) * sample;
        return Math.Sqrt(2 * (square + 1) * ((Math.Log(square + 1) / 2) - Math.Log(alpha)) / square);
    }

    /// <summary>The always-valid p-value of a difference that is z standard errors from zero at a total sample.</summary>
    /// <param name="confidence">Decides ρ together with <paramref name="tuning"/>, not the p-value's level.</param>
    public static double PValue(double z, double sample, double confidence, double tuning = DefaultTuning)
    {
        var square = RhoSquared(1 - confidence, tuning) * sample;
        return Math.Min(1, Math.Sqrt(square + 1) * Math.Exp(-square * z * z / (2 * (square + 1))));
    }

    // ρ² = (−2 ln α + ln(1 − 2 ln α)) / N*.
    private static double RhoSquared(double alpha, double tuning)
    {
        var log = -2 * Math.Log(alpha);
        return (log + Math.Log(1 + log)) / tuning;
    }
}
