using ModelRegistry.Learning.Market;

namespace ModelRegistry.Learning.Tests.Market;

public sealed class MarketPanelTests
{
    private static readonly MarketPanel Market = PanelEdit.Small();

    [Fact]
    public void EveryTicker_Third_KeepsTheirColumns()
    {
        var third = Market.EveryTicker(3);
        Assert.Equal(["S00", "S03", "S06", "S09"], third.Tickers.ToArray());
        Assert.Equal(Market.Close[Market.Row(77, 6)], third.Close[third.Row(77, 2)]);
        Assert.Equal(Market.Volume[Market.Row(77, 6)], third.Volume[third.Row(77, 2)]);
        Assert.Equal(Market.Sectors[6], third.Sectors[2]);
        Assert.NotEqual(Market.Hash, third.Hash);
    }

    [Fact]
    public void Hash_AnyPartChanged_Differs()
    {
        var content = Market.Content();
        var flags = content.Filled.ToArray();
        flags[5] = true;
        var volume = content.Volume.ToArray();
        volume[0]++;
        string[] hashes =
        [
            Market.Hash,
            Market.WithPrice(0, 0, 1 + 1e-15).Hash,
            new MarketPanel(content with { Filled = flags }).Hash,
            new MarketPanel(content with { Volume = volume }).Hash,
            new MarketPanel(content with { Sectors = content.Sectors.SetItem(0, "other") }).Hash,
        ];
        Assert.Equal(hashes.Length, hashes.Distinct(StringComparer.Ordinal).Count());
    }

    [Fact]
    public void FirstDayFrom_DayBetweenOrBeyond_IsTheNext()
    {
        Assert.Equal(0, Market.FirstDayFrom(new(2000, 1, 1)));
        Assert.Equal(new DateOnly(2016, 1, 11), Market.Days[Market.FirstDayFrom(new(2016, 1, 9))]);
        Assert.Equal(Market.DayCount, Market.FirstDayFrom(new(2030, 1, 1)));
    }

    [Theory]
    [InlineData(double.NaN)]
    [InlineData(double.PositiveInfinity)]
    [InlineData(0)]
    [InlineData(-1)]
    public void Create_ImpossiblePrice_Refused(double factor) => Assert.Throws<ArgumentException>(() => Market.WithPrice(3, 3, factor));
}
