using ModelRegistry.Core.Statistics;
using ModelRegistry.Core.Tests.Reference;

namespace ModelRegistry.Core.Tests.Statistics;

public sealed class NeweyWestTests
{
    private static readonly double[] Series = [0.02, -0.01, 0.03, 0.05, 0.01, -0.02, 0.04, 0.00];

    [Theory]
    [InlineData(0, 0.008100925873009826)]
    [InlineData(2, 0.004732423621500229)]
    [InlineData(5, 0.003404194716326708)]
    public void StandardError_SmallSeries_MatchesTheFormulaByHand(int lag, double expected) =>
        Assert.Equal(expected, NeweyWest.StandardError(Series, lag), 1e-15);

    [Fact]
    public void StandardError_OverlappingSums_AreAboutTwiceTheNaiveError()
    {
        var random = new SplitMix64(42);
        var noise = SplitMix64.Fill(20_004, random.Normal);
        var overlapping = Enumerable.Range(0, 20_000).Select(i => noise.AsSpan(i, 5).ToArray().Sum()).ToArray();
        // The mean of n overlapping sums of five has a variance of 25/n. Bartlett weights with lag 5 find (5 + 2·Σ(1 − l/6)(5 − l)) / n = 20 1/3 of it.
        var truth = Math.Sqrt((5 + (2 * ((5 / 6.0 * 4) + (4 / 6.0 * 3) + (3 / 6.0 * 2) + (2 / 6.0 * 1)))) / overlapping.Length);
        Assert.Equal(1, NeweyWest.StandardError(overlapping, 5) / truth, 0.05);
        Assert.True(NeweyWest.StandardError(overlapping, 0) < 0.55 * truth);
    }

    [Fact]
    public void StandardError_LagBeyondTheSeries_IsDefined() => Assert.True(double.IsFinite(NeweyWest.StandardError([1.0, 2.0, 4.0], 50)));

    [Fact]
    public void StandardError_OneValue_IsUndefined() => Assert.Equal(double.NaN, NeweyWest.StandardError([1.0], 5));
}
