using ModelRegistry.Core.Statistics;

namespace ModelRegistry.Core.Tests.Statistics;

public sealed class LongShortTests
{
    private static readonly LongShortPlan TwoTranches = new() { Tranches = 2, Buckets = 2, CostBps = 10 };

    [Fact]
    public void Run_TwoAssetsTwoTranches_MatchesTheBookByHand()
    {
        double[] scores = [2, 1, 2, 1, 1, 2, double.NaN, double.NaN];
        double[] returns = [double.NaN, double.NaN, 0.10, 0.00, 0.00, 0.10, 0.20, -0.10];
        var result = LongShort.Run(scores, returns, 2, TwoTranches);
        // Day 0 buys (0.5, −0.5). Day 1: it earns 0.05 and stands at (0.55, −0.5); a second tranche (0.5, −0.5) is added.
        // Day 2: both shorts lose 0.05, so the first stands at (0.55, −0.55) and becomes (−0.5, 0.5).
        // Day 3: the second, at (0.5, −0.55), earns 0.1 + 0.055, the new one loses 0.1 + 0.05; the second, now (0.6, −0.495), expires unreplaced.
        Assert.Equal([0, 0.05, -0.10, 0.005], result.Gross.Select(v => Math.Round(v, 12)));
        Assert.Equal([1, 1, 2.1, 1.095], result.Turnover.Select(v => Math.Round(v, 12)));
        Assert.Equal([-0.001, 0.049, -0.1021, 0.003905], result.Net.Select(v => Math.Round(v, 12)));
    }

    [Fact]
    public void Run_ConstantScore_TradesAndEarnsNothing()
    {
        var result = LongShort.Run([1, 1, 1, 1], [0.1, 0.2, 0.3, 0.4], 2, TwoTranches);
        Assert.All(result.Net, net => Assert.Equal(0, net));
        Assert.All(result.Turnover, traded => Assert.Equal(0, traded));
    }

    [Fact]
    public void Run_SteadyScores_TradeOnlyTheDrift()
    {
        double[] scores = [.. Enumerable.Repeat(new[] { 1.0, 2, 3, 4, 5 }, 12).SelectMany(day => day)];
        var result = LongShort.Run(scores, new double[scores.Length], 5, new LongShortPlan());
        Assert.Equal([0.4, 0.4, 0.4, 0.4, 0.4, 0, 0, 0, 0, 0, 0, 0], result.Turnover.ToArray());
    }

    [Fact]
    public void Run_ScoreOfADay_NeverEarnsThatDaysReturn()
    {
        var result = LongShort.Run([2, 1], [0.5, -0.5], 2, TwoTranches);
        Assert.Equal(0, Assert.Single(result.Gross));
    }

    [Fact]
    public void Run_HeldAssetWithoutReturn_NamesDayAndAsset()
    {
        var error = Assert.Throws<ArgumentException>(() => LongShort.Run([2, 1, 2, 1], [0, 0, double.NaN, 0], 2, TwoTranches));
        Assert.Equal("Asset 0 is held on day 1 and its return is NaN", error.Message);
    }

    [Fact]
    public void MaxDrawdown_FallFromTheStart_IsNegativeFraction() => Assert.Equal(-0.5, Performance.MaxDrawdown([-0.5, 0.2]), 12);

    [Fact]
    public void AnnualisedSharpe_NoVariation_IsUndefined() => Assert.Equal(double.NaN, Performance.AnnualisedSharpe([0.0, 0.0, 0.0]));
}
