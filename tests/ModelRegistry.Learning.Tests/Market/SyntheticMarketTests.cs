using ModelRegistry.Core.Statistics;
using ModelRegistry.Learning.Market;

namespace ModelRegistry.Learning.Tests.Market;

public sealed class SyntheticMarketTests
{
    [Fact]
    public void Create_SameSeed_SameBits()
    {
        Assert.Equal(PanelEdit.Small(3).Hash, PanelEdit.Small(3).Hash);
        Assert.NotEqual(PanelEdit.Small(3).Hash, PanelEdit.Small(4).Hash);
    }

    [Fact]
    public void Create_Defaults_HaveTheShapeOfTheRealMarket()
    {
        var market = SyntheticMarket.Create(new SyntheticMarketPlan());
        Assert.Equal((1259, 470, 11), (market.DayCount, market.TickerCount, market.Sectors.Distinct(StringComparer.Ordinal).Count()));
        Assert.True(market.Synthetic);
        Assert.Equal("synthetic market, seed 1", market.Source);
        Assert.Empty(market.Quality.AbsentDays);
        Assert.Equal("8bb24e269ffa29c77a325fdf207e722a5f81da18053268a41284ba8fbd574b39", market.Hash);
    }

    [Fact]
    public void Create_AfterTheBreak_VolatilityIsSeveralTimesHigher()
    {
        var plan = new SyntheticMarketPlan();
        var market = SyntheticMarket.Create(plan);
        var (returns, day) = (market.DailyReturns(), market.FirstDayFrom(plan.BreakDay));
        var before = Moments.StandardDeviation(returns.AsSpan(market.Row(day - 30, 0), 30 * market.TickerCount));
        var after = Moments.StandardDeviation(returns.AsSpan(market.Row(day, 0)));
        Assert.InRange(after / before, 2, 6);
    }

    [Fact]
    public void Caveats_SyntheticMarket_SayThatItIsMadeUp() =>
        Assert.StartsWith("This market is made up (synthetic market, seed 7)", Assert.Single(MarketCaveats.Of(PanelEdit.Small())), StringComparison.Ordinal);

    [Fact]
    public void Create_NoTradingDay_Refused() =>
        Assert.Throws<ArgumentOutOfRangeException>(() => SyntheticMarket.Create(new SyntheticMarketPlan { FirstDay = new(2016, 2, 6), LastDay = new(2016, 2, 7) }));

    [Fact]
    public void Create_ManyTickers_KeepTheirOrder() => Assert.Equal("S1000", SyntheticMarket.Create(new SyntheticMarketPlan
    {
        Tickers = 1001, FirstDay = new(2016, 2, 1), LastDay = new(2016, 2, 2),
    }).Tickers[^1]);
}
