using MathNet.Numerics;

namespace ModelRegistry.Core.Experiments;

/// <summary>The upper tail of the chi-square distribution, in logs.</summary>
internal static class ChiSquareTail
{
    private const int MaxTerms = 10_000;

    /// <summary>ln P(X ≥ statistic). With no degrees of freedom there is nothing to compare and the answer is ln 1.</summary>
    public static double Log(double statistic, int degrees)
    {
        if (degrees < 1 || statistic <= 0)
            return 0;
        double a = degrees / 2.0, x = statistic / 2;
        return x < a + 1
            ? Math.Log(SpecialFunctions.GammaUpperRegularized(a, x))
            : (a * Math.Log(x)) - x - SpecialFunctions.GammaLn(a) + Math.Log(Fraction(a, x));
    }

    // Legendre's continued fraction for Γ(a, x) / (x^a e^-x), by the modified Lentz method; converges fast where x > a + 1.
    private static double Fraction(double a, double x)
    {
        var b = x + 1 - a;
        var c = 1 / double.Epsilon;
        var d = 1 / b;
        var h = d;
        for (var i = 1; i <= MaxTerms; i++)
        {
            var term = -i * (i - a);
            b += 2;
            d = 1 / ((term * d) + b);
            c = b + (term / c);
            var step = c * d;
            h *= step;
            if (Math.Abs(step - 1) < 1e-15)
                return h;
        }

        throw new ArithmeticException($"The tail of chi-square at {2 * x} with {2 * a} degrees of freedom did not converge in {MaxTerms} terms.");
    }
}
