using MathNet.Numerics;
using MathNet.Numerics.Distributions;

namespace ModelRegistry.Core.Experiments;

/// <summary>The two figures that a z-test needs of the normal distribution.</summary>
internal static class NormalDistribution
{
    /// <summary>P(|Z| ≥ |z|).</summary>
    public static double TwoSidedPValue(double z) => SpecialFunctions.Erfc(Math.Abs(z) / Math.Sqrt(2));

    /// <summary>The z with P(|Z| ≤ z) = confidence.</summary>
    public static double Quantile(double confidence) => Normal.InvCDF(0, 1, 1 - ((1 - confidence) / 2));
}
