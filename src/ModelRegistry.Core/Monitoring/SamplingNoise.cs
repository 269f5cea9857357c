namespace ModelRegistry.Core.Monitoring;

/// <summary>How large a PSI comes from counting alone.</summary>
internal static class SamplingNoise
{
    /// <summary>
    /// Mean plus three standard deviations of the PSI of two samples of one distribution with independent rows:
    /// about (1/n + 1/m) times a chi-square with bins − 1 degrees of freedom (Yurdakul 2018).
    /// </summary>
    public static double Psi(int bins, double n, double m)
    {
        var freedom = Math.Max(0, bins - 1);
        return ((1 / n) + (1 / m)) * (freedom + (3 * Math.Sqrt(2 * freedom)));
    }
}
