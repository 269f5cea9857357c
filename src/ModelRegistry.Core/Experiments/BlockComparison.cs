namespace ModelRegistry.Core.Experiments;

/// <summary>The difference of the arms within one block of time.</summary>
/// <param name="Weight">n_a · n_b / (n_a + n_b): how much the block can say. 0 when an arm has no unit in it.</param>
/// <param name="Difference">Mean of b minus mean of a in this block; 0 where the weight is 0.</param>
public readonly record struct BlockComparison(double Weight, double Difference)
{
    public static BlockComparison Of(SampleMoments a, SampleMoments b) => a.Count is 0 || b.Count is 0
        ? default
        : new BlockComparison((double)a.Count * b.Count / (a.Count + b.Count), b.Mean - a.Mean);
}
