using FsCheck;
using FsCheck.Fluent;
using ModelRegistry.Learning.Market;

namespace ModelRegistry.Learning.Tests.Market;

public sealed class LookAheadTests
{
    private static readonly MarketPanel Market = PanelEdit.Small();

    [Fact]
    public void Build_AnyLaterPriceChanged_LeavesEveryFeatureBitIdentical() => Prop.ForAll(
        Change().ToArbitrary(),
        change => LookAhead.Find(FeatureBuilder.Build, Market, Market.WithPrice(change.Changed, change.Ticker, change.Factor), change.Changed - 1) is null)
        .QuickCheckThrowOnFailure();

    [Fact]
    public void Build_WholeFutureChanged_LeavesEveryFeatureBitIdentical() => Prop.ForAll(
        Gen.Choose(0, Market.DayCount - 2).ToArbitrary(),
        day => LookAhead.Find(FeatureBuilder.Build, Market, Market.WithOtherFuture(day, (ulong)day), day) is null)
        .QuickCheckThrowOnFailure();

    [Fact]
    public void Build_FutureNotThereYet_GivesTheSameFeatures()
    {
        foreach (var day in new[] { 0, 1, 20, 21, 63, 126, 251, 252, 300 })
            Assert.Null(LookAhead.Find(FeatureBuilder.Build, Market, Market.UpTo(day), day));
    }

    [Fact]
    public void Build_PriceOfTheDayItself_IsUsed() =>
        Assert.NotNull(LookAhead.Find(FeatureBuilder.Build, Market, Market.WithPrice(300, 4, 1.5), 300));

    [Theory]
    [InlineData("return_1d")]
    [InlineData("momentum_6m_rank")]
    [InlineData("distance_from_high_rank")]
    [InlineData("volume_shock_sector_rank")]
    public void Find_FeatureOfTomorrowPlanted_IsCaughtByName(string feature)
    {
        var found = LookAhead.Find(panel => Leaking(panel, feature), Market, Market.WithOtherFuture(299, 1), 299);
        Assert.Equal($"{feature} on day 299", found);
    }

    [MarketDataFact]
    public void Build_RealMarketWithAnotherFuture_LeavesEveryFeatureBitIdentical()
    {
        var day = RealMarket.Panel.FirstDayFrom(new DateOnly(2016, 6, 23));
        Assert.Null(LookAhead.Find(Known, RealMarket.Panel, RealMarket.Panel.WithOtherFuture(day, 1), day));

        static FeatureMatrix Known(MarketPanel panel) => ReferenceEquals(panel, RealMarket.Panel) ? RealMarket.Features : FeatureBuilder.Build(panel);
    }

    /// <summary>The real features, but one of them is tomorrow's.</summary>
    private static FeatureMatrix Leaking(MarketPanel panel, string feature)
    {
        var honest = FeatureBuilder.Build(panel);
        var values = honest.Values.ToArray();
        var tomorrow = honest.TickerCount * honest.FeatureCount;
        for (var i = FeatureSet.IndexOf(feature); i + tomorrow < values.Length; i += honest.FeatureCount) values[i] = honest.Values[i + tomorrow];
        return new FeatureMatrix(panel, honest.Features, values);
    }

    private static Gen<(int Changed, int Ticker, double Factor)> Change() =>
        from day in Gen.Choose(1, Market.DayCount - 1)
        from ticker in Gen.Choose(0, Market.TickerCount - 1)
        from percent in Gen.Choose(1, 1000)
        select (day, ticker, percent / 100.0);
}
