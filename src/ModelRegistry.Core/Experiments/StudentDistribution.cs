using MathNet.Numerics;
using MathNet.Numerics.Distributions;

namespace ModelRegistry.Core.Experiments;

/// <summary>The two figures that a t-test needs of Student's distribution.</summary>
internal static class StudentDistribution
{
    /// <summary>P(|T| ≥ |t|), from the incomplete beta function, so that small tails keep their digits.</summary>
    public static double TwoSidedPValue(double t, double degrees) =>
        SpecialFunctions.BetaRegularized(degrees / 2, 0.5, degrees / (degrees + (t * t)));

    /// <summary>The t with P(|T| ≤ t) = confidence.</summary>
    public static double Quantile(double confidence, double degrees)
    {
        var tail = 1 - confidence;
        var t = StudentT.InvCDF(0, 1, degrees, 1 - (tail / 2));

        // The library's root finder stops at about 8 digits; Newton's steps on the tail give the rest.
        for (var step = 0; step < 3; step++)
            t += (TwoSidedPValue(t, degrees) - tail) / (2 * StudentT.PDF(0, 1, degrees, t));
        return t;
    }
}
