namespace ModelRegistry.Core.Experiments;

/// <summary>
/// What to expect at other times: the interval for b minus a in which the block of time, not the unit, is the independent thing.
/// <para>
/// Estimate: Σ w_k d_k / Σ w_k over blocks k, with d_k the difference of the arms' means in the block and w_k = n_a n_b / (n_a + n_b): the
/// regression on arm with one intercept per block. Whatever moved both arms in a block falls out, and a block with few units in
/// an arm counts little, one with none not at all.
/// </para>
/// <para>
/// Interval: t with the bias-reduced cluster-robust variance Σ p_k² (d_k − D)² / (1 − p_k), p_k = w_k / Σ w, and Bell and McCaffrey's (2002)
/// degrees of freedom. With equal weights this is exactly the t-interval over K block differences with K − 1 degrees of freedom. Outcomes that
/// reach past the end of their block (a five-day return) tie neighbouring blocks a little; blocks should be at least as long as that reach.
/// </para>
/// </summary>
public sealed record BlockInterval(double Estimate, double StandardError, double DegreesOfFreedom, double Low, double High, int Blocks)
{
    /// <summary>Fewer blocks than this say nothing.</summary>
    public const int MinBlocks = 5;

    /// <summary>Null with fewer than <see cref="MinBlocks"/> blocks in which both arms have units, or with no variation between them.</summary>
    public static BlockInterval? Of(ReadOnlySpan<BlockComparison> blocks, double confidence)
    {
        var (total, used) = (0.0, 0);
        foreach (var block in blocks)
        {
            total += block.Weight;
            used += block.Weight > 0 ? 1 : 0;
        }

        if (used < MinBlocks)
            return null;

        var estimate = 0.0;
        foreach (var block in blocks)
            estimate += block.Weight / total * block.Difference;
        var (variance, degrees) = Spread(blocks, total, estimate);
        if (!double.IsFinite(variance) || variance <= 0)
            return null;

        var error = Math.Sqrt(variance);
        var half = error * StudentDistribution.Quantile(confidence, degrees);
        return new BlockInterval(estimate, error, degrees, estimate - half, estimate + half, used);
    }

    // Degrees of freedom: 1 / (Σp² + (Σλp)² − Σλ²p²) with λ = p / (1 − p), which is K − 1 for equal weights.
    private static (double Variance, double Degrees) Spread(ReadOnlySpan<BlockComparison> blocks, double total, double estimate)
    {
        double variance = 0, squares = 0, cross = 0, diagonal = 0;
        foreach (var block in blocks)
        {
            var share = block.Weight / total;
            var leverage = share / (1 - share);
            var residual = block.Difference - estimate;
            variance += share * leverage * residual * residual;
            squares += share * share;
            cross += leverage * share;
            diagonal += leverage * leverage * share * share;
        }

        return (variance, 1 / (squares + (cross * cross) - diagonal));
    }
}
