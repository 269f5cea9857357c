using ModelRegistry.Core.Experiments;

namespace ModelRegistry.Core.Tests.Experiments;

public sealed class BlockIntervalTests
{
    [Fact]
    public void Of_EqualBlocks_IsTheTIntervalOverDifferences()
    {
        double[] differences = [0.7, -1.6, -0.2, -1.2, -0.1, 3.4, 3.7, 0.8, 0.0, 2.0];
        var interval = BlockInterval.Of([.. differences.Select(d => new BlockComparison(12.5, d))], 0.95);
        var moments = SampleMoments.Of(differences);

        Assert.NotNull(interval);
        Assert.Equal(moments.Mean, interval.Estimate, 12);
        Assert.Equal(moments.StandardError, interval.StandardError, 12);
        Assert.Equal(9, interval.DegreesOfFreedom, 9);

        // t(0.975, 9) from the closed form for nine degrees of freedom.
        Assert.Equal(moments.Mean - (2.2621571627982053 * moments.StandardError), interval.Low, 9);
        Assert.Equal(moments.Mean + (2.2621571627982053 * moments.StandardError), interval.High, 9);
    }

    [Fact]
    public void Of_UnequalBlocks_MatchesTheFormulaByHand()
    {
        BlockComparison[] blocks = [new(1, 1), new(2, 2), new(3, 0), new(1, 4), new(3, 1)];
        var interval = BlockInterval.Of(blocks, 0.9);

        // D = (1 + 4 + 0 + 4 + 3) / 10; Σ p² (d − D)² / (1 − p) with p = 0.1, 0.2, 0.3, 0.1, 0.3.
        var variance = (0.01 * 0.04 / 0.9) + (0.04 * 0.64 / 0.8) + (0.09 * 1.44 / 0.7) + (0.01 * 7.84 / 0.9) + (0.09 * 0.04 / 0.7);
        Assert.NotNull(interval);
        Assert.Equal(1.2, interval.Estimate, 12);
        Assert.Equal(Math.Sqrt(variance), interval.StandardError, 12);
        Assert.InRange(interval.DegreesOfFreedom, 2.5, 4);
    }

    [Fact]
    public void Of_BlockWithAnEmptyArm_CountsForNothing()
    {
        BlockComparison[] blocks = [new(4, 1), new(4, 2), new(4, 0), new(4, 4), new(4, 1)];
        var with = BlockInterval.Of([.. blocks, BlockComparison.Of(default, SampleMoments.Of([1e9]))], 0.95);
        Assert.Equal(BlockInterval.Of(blocks, 0.95), with);
    }

    [Fact]
    public void Of_BlockWithOneUnitInAnArm_WeighsLittle()
    {
        var crowded = BlockComparison.Of(new SampleMoments(200, 0, 1), new SampleMoments(300, 1, 1));
        var thin = BlockComparison.Of(new SampleMoments(200, 0, 1), new SampleMoments(1, 50, 0));
        Assert.Equal(new BlockComparison(120, 1), crowded);
        Assert.Equal(200.0 / 201, thin.Weight, 12);
    }

    [Fact]
    public void Of_FewBlocksOrNoVariation_IsNull()
    {
        Assert.Null(BlockInterval.Of([new(4, 1), new(4, 2), new(4, 0), new(4, 4), default, default], 0.95));
        Assert.Null(BlockInterval.Of([.. Enumerable.Repeat(new BlockComparison(4, 1), 8)], 0.95));
    }
}
