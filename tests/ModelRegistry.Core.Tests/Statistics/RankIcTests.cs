using FsCheck;
using FsCheck.Fluent;
using ModelRegistry.Core.Statistics;

namespace ModelRegistry.Core.Tests.Statistics;

public sealed class RankIcTests
{
    [Fact]
    public void Average_TiesAndMissing_ShareRanksAndStayMissing()
    {
        var ranks = new double[6];
        Assert.Equal(5, Ranks.Average([3, 1, double.NaN, 3, double.NegativeInfinity, 3], ranks));
        Assert.Equal([4, 2, double.NaN, 4, 1, 4], ranks);
    }

    [Fact]
    public void Average_InPlace_GivesTheSameRanks()
    {
        double[] values = [2, double.NaN, 1, 2];
        Ranks.Average(values, values);
        Assert.Equal([2.5, double.NaN, 1, 2.5], values);
    }

    [Fact]
    public void Spearman_AnyIncreasingTransform_ChangesNothing() => Prop.ForAll(
        ArbMap.Default.ArbFor<NormalFloat[]>(),
        values =>
        {
            var x = values.Select(v => v.Get).ToArray();
            var y = x.Select((v, i) => v + (i % 3)).ToArray();
            var transformed = x.Select(v => Math.Atan(v / 1e3)).ToArray();
            var distinct = x.Distinct().Count() == transformed.Distinct().Count();
            return !distinct || Correlation.Spearman(x, y).Equals(Correlation.Spearman(transformed, y));
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void Spearman_ConstantScore_IsUndefined() => Assert.Equal(double.NaN, Correlation.Spearman([1, 1, 1], [1, 2, 3]));

    [Fact]
    public void Spearman_MissingPairs_AreLeftOut() =>
        Assert.Equal(1, Correlation.Spearman([1, 2, double.NaN, 4], [10, 20, -5, double.NaN]), 1e-15);

    [Fact]
    public void ByDay_DaysOfDifferentDirection_AreKeptApart() =>
        Assert.Equal([1, -1, double.NaN], RankIc.ByDay([1, 2, 3, 1, 2, 3, 0, 0, 0], [4, 5, 6, 6, 5, 4, 1, 2, 3], 3).Select(ic => Math.Round(ic, 12)));

    [Fact]
    public void Summarise_DaysWithoutIc_AreNotCounted()
    {
        var summary = RankIc.Summarise([0.1, double.NaN, 0.3]);
        Assert.Equal((2, 0.2), (summary.Days, Math.Round(summary.Mean, 12)));
    }

    [Fact]
    public void Summarise_LagShorterThanTheOverlap_Refused() => Assert.Throws<ArgumentOutOfRangeException>(() => RankIc.Summarise([0.1, 0.2], 4));

    [Fact]
    public void ByDay_PanelsThatDoNotMatch_Refused() => Assert.Throws<ArgumentException>(() => RankIc.ByDay([1, 2, 3], [1, 2], 3));

    [Fact]
    public void HitRate_ZerosAndMissing_AreLeftOut() =>
        Assert.Equal(0.75, HitRate.Of([1, -1, 1, 0, double.NaN, -2], [0.1, 0.2, 0.3, 0.1, 0.1, -0.4]), 12);
}
