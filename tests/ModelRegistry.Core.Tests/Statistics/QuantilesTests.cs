using ModelRegistry.Core.Statistics;

namespace ModelRegistry.Core.Tests.Statistics;

public sealed class QuantilesTests
{
    [Fact]
    public void Assign_TenValues_PutsTwoInEachQuintile()
    {
        var buckets = new int[10];
        Quantiles.Assign([9, 8, 7, 6, 5, 4, 3, 2, 1, 0], 5, buckets);
        Assert.Equal([5, 5, 4, 4, 3, 3, 2, 2, 1, 1], buckets);
    }

    [Fact]
    public void Assign_ConstantAndMissing_NobodyIsOnTop()
    {
        var buckets = new int[4];
        Quantiles.Assign([1, double.NaN, 1, 1], 5, buckets);
        Assert.Equal([1, 0, 1, 1], buckets);
    }

    [Fact]
    public void Assign_NothingThere_GivesNoBuckets()
    {
        var buckets = new[] { 7, 7 };
        Quantiles.Assign([double.NaN, double.NaN], 5, buckets);
        Assert.Equal([0, 0], buckets);
    }

    [Fact]
    public void ByDay_EmptyBucket_IsMissingAndLeftOutOfTheMean()
    {
        var byDay = QuantileReturns.ByDay([1, 2, 1, 1], [0.1, 0.3, 0.2, 0.4], 2, 2);
        Assert.Equal([0.1, 0.3, 0.3, double.NaN], byDay.Select(v => Math.Round(v, 12)));
        Assert.Equal(0.3, QuantileReturns.Mean(byDay, 2)[1], 12);
        Assert.Equal(double.NaN, QuantileReturns.Spread(byDay, 2)[1]);
    }
}
