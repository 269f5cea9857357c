using MathNet.Numerics;

namespace ModelRegistry.Core.Experiments;

/// <summary>Whether the units fell to the arms as planned. A split that is not as planned spoils every comparison.</summary>
public static class SampleRatio
{
    /// <summary>A p-value below this is an alarm.</summary>
    public const double Alarm = 0.001;

    /// <summary>
    /// ln of the Bayes factor against the planned split, with a Dirichlet(k·θ) mixture as the alternative (Lindon and Malek,
    /// arXiv:2011.03567). exp(−this), its running minimum, is a p-value that is valid at every look.
    /// </summary>
    /// <param name="counts">Units per arm.</param>
    /// <param name="shares">Planned shares, positive where units are; scaled to sum to 1.</param>
    /// <param name="concentration">k: the larger, the closer to the plan the alternatives are that it looks for.</param>
    /// <exception cref="ArgumentException">Lengths differ, a share is negative, or an arm without a share has units.</exception>
    public static double LogBayesFactor(ReadOnlySpan<long> counts, ReadOnlySpan<double> shares, double concentration = 100)
    {
        var total = Check(counts, shares);
        long units = 0;
        var log = 0.0;
        for (var arm = 0; arm < counts.Length; arm++)
        {
            var share = shares[arm] / total;
            if (share is 0)
                continue;
            units += counts[arm];
            var prior = concentration * share;
            log += SpecialFunctions.GammaLn(prior + counts[arm]) - SpecialFunctions.GammaLn(prior) - (counts[arm] * Math.Log(share));
        }

        return log + SpecialFunctions.GammaLn(concentration) - SpecialFunctions.GammaLn(concentration + units);
    }

    /// <summary>min(1, 1 / Bayes factor) at this look.</summary>
    public static double SequentialPValue(ReadOnlySpan<long> counts, ReadOnlySpan<double> shares, double concentration = 100) =>
        Math.Min(1, Math.Exp(-LogBayesFactor(counts, shares, concentration)));

    /// <summary>Pearson's chi-square, for one look. Arms without a share are left out and add no degree of freedom.</summary>
    /// <exception cref="ArgumentException">As for <see cref="LogBayesFactor"/>, or no units at all.</exception>
    public static ChiSquareResult ChiSquare(ReadOnlySpan<long> counts, ReadOnlySpan<double> shares)
    {
        var total = Check(counts, shares);
        long units = 0;
        for (var arm = 0; arm < counts.Length; arm++)
            units += shares[arm] is 0 ? 0 : counts[arm];
        if (units is 0)
            throw new ArgumentException("There are no units to compare with the plan.", nameof(counts));

        var (statistic, degrees) = (0.0, -1);
        for (var arm = 0; arm < counts.Length; arm++)
        {
            if (shares[arm] is 0)
                continue;
            var expected = units * (shares[arm] / total);
            statistic += (counts[arm] - expected) * (counts[arm] - expected) / expected;
            degrees++;
        }

        return new ChiSquareResult(statistic, degrees, ChiSquareTail.Log(statistic, degrees));
    }

    private static double Check(ReadOnlySpan<long> counts, ReadOnlySpan<double> shares)
    {
        if (counts.Length != shares.Length || counts.Length is 0)
            throw new ArgumentException($"There are {counts.Length} counts for {shares.Length} shares; one of each per arm is wanted.", nameof(counts));
        var total = 0.0;
        foreach (var share in shares)
            total += share >= 0 && double.IsFinite(share)
                ? share
                : throw new ArgumentException($"A share must be finite and not negative, not {share}.", nameof(shares));
        return total > 0 ? total : throw new ArgumentException("At least one arm must have a share.", nameof(shares));
    }
}
