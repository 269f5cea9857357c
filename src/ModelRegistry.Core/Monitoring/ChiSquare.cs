using MathNet.Numerics;

namespace ModelRegistry.Core.Monitoring;

/// <summary>Two samples of categories, compared: Pearson's chi-square and the likelihood ratio G. Categories that neither sample has are left out.</summary>
public sealed record ChiSquare
{
    /// <summary>Σ (observed − expected)² / expected.</summary>
    public required double Statistic { get; init; }

    /// <summary>2 Σ observed ln(observed / expected).</summary>
    public required double LikelihoodRatio { get; init; }

    /// <summary>Categories seen, less one.</summary>
    public required int DegreesOfFreedom { get; init; }

    /// <summary>√(χ² / n), 0 to 1: the size of the difference, whatever the number of rows.</summary>
    public required double CramersV { get; init; }

    /// <summary>Chance of a χ² at least this large where rows are independent and the categories equally common; 1 with fewer than two categories.</summary>
    public double PValue => Upper(Statistic);

    /// <summary>As <see cref="PValue"/>, of G.</summary>
    public double LikelihoodRatioPValue => Upper(LikelihoodRatio);

    /// <exception cref="ArgumentException">Different numbers of categories, or a sample without rows.</exception>
    public static ChiSquare Compare(ReadOnlySpan<long> reference, ReadOnlySpan<long> current)
    {
        if (reference.Length != current.Length)
            throw new ArgumentException($"{reference.Length} categories cannot be compared with {current.Length}.", nameof(current));
        double n = 0, m = 0;
        for (var i = 0; i < reference.Length; i++) (n, m) = (n + reference[i], m + current[i]);
        if (n == 0 || m == 0) throw new ArgumentException("A sample has no rows; both need at least one.", nameof(current));

        double statistic = 0, ratio = 0;
        var seen = 0;
        for (var i = 0; i < reference.Length; i++)
        {
            double all = reference[i] + current[i];
            if (all == 0) continue;
            seen++;
            var (expectedReference, expectedCurrent) = (all * n / (n + m), all * m / (n + m));
            statistic += Term(reference[i], expectedReference) + Term(current[i], expectedCurrent);
            ratio += LogTerm(reference[i], expectedReference) + LogTerm(current[i], expectedCurrent);
        }

        return new ChiSquare
        {
            Statistic = statistic,
            LikelihoodRatio = Math.Max(0, ratio),
            DegreesOfFreedom = seen - 1,
            CramersV = Math.Sqrt(statistic / (n + m)),
        };
    }

    private static double Term(double observed, double expected) => (observed - expected) * (observed - expected) / expected;

    private static double LogTerm(double observed, double expected) => observed == 0 ? 0 : 2 * observed * Math.Log(observed / expected);

    private double Upper(double value) => DegreesOfFreedom == 0 ? 1 : SpecialFunctions.GammaUpperRegularized(DegreesOfFreedom / 2.0, value / 2);
}
