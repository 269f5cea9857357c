using ModelRegistry.Learning.Market;

namespace ModelRegistry.Learning.Tests.Market;

public sealed class RealMarketTests
{
    [MarketDataFact]
    public void Read_RealPanel_HasItsKnownShape()
    {
        var panel = RealMarket.Panel;
        Assert.Equal((1253, 470, 11), (panel.DayCount, panel.TickerCount, panel.Sectors.Distinct(StringComparer.Ordinal).Count()));
        Assert.Equal((new DateOnly(2013, 2, 8), new DateOnly(2018, 2, 7)), (panel.Days[0], panel.Days[^1]));
        Assert.Equal((45.08, 1824755L), (panel.Close[0], panel.Volume[0]));
        Assert.Equal((73.86, 4534912L), (panel.Close[^1], panel.Volume[^1]));
        Assert.Equal(56, panel.Quality.FilledRows.Length);
    }

    [MarketDataFact]
    public void Quality_RealPanel_FindsTheSixDroppedDays()
    {
        DateOnly[] dropped = [new(2014, 7, 17), new(2014, 8, 1), new(2014, 10, 29), new(2014, 10, 30), new(2017, 8, 1), new(2017, 9, 14)];
        Assert.Equal(dropped, RealMarket.Panel.Quality.AbsentDays.ToArray());
        Assert.Empty(RealMarket.Panel.Quality.UnexpectedDays);
    }

    [MarketDataFact]
    public void Caveats_RealPanel_SaySurvivorshipLookAheadAndWhatIsAbsent()
    {
        var caveats = MarketCaveats.Of(RealMarket.Panel);
        Assert.StartsWith("Survivorship: only the 470 tickers that have every day to 2018-02-07", caveats[0], StringComparison.Ordinal);
        Assert.Contains("look-ahead", caveats[1], StringComparison.Ordinal);
        Assert.Equal("Market days absent: 2014-07-17, 2014-08-01, 2014-10-29, 2014-10-30, 2017-08-01, 2017-09-14. Returns across them span more than a day.", caveats[3]);
        Assert.Equal("56 rows carry over the values of the day before.", caveats[4]);
    }

    [MarketDataFact]
    public void Build_RealPanel_TwelveMonthMomentumBeginsIn2014()
    {
        var features = RealMarket.Features;
        var column = features.Features.Select((f, i) => (f, i)).Single(x => x.f.Name == "momentum_12_1_rank").i;
        var values = new float[features.TickerCount];
        var first = Enumerable.Range(0, features.DayCount).First(day =>
        {
            features.Column(column, day, values);
            return values.Any(v => !float.IsNaN(v));
        });
        Assert.Equal(2014, features.Panel.Days[first].Year);
        Assert.Equal(252, first);
        Assert.DoesNotContain(values, float.IsNaN);
    }
}
