using ModelRegistry.Learning.Market;

namespace ModelRegistry.Learning.Tests.Market;

/// <summary>Every feature against its formula, computed here the slow way.</summary>
public sealed class FeatureBuilderTests
{
    private static readonly MarketPanel Market = PanelEdit.Small(11, 30);
    private static readonly FeatureMatrix Features = FeatureBuilder.Build(Market);

    [Theory]
    [InlineData("momentum_1m", 21)]
    [InlineData("momentum_3m", 63)]
    [InlineData("momentum_6m", 126)]
    [InlineData("momentum_12_1", 252)]
    [InlineData("reversal_1w", 5)]
    [InlineData("volatility_3m", 63)]
    [InlineData("volume_shock", 63)]
    [InlineData("distance_from_high", 251)]
    public void Build_Ranks_MatchTheFormula(string quantity, int lookback)
    {
        foreach (var day in new[] { lookback, lookback + 1, 260, Market.DayCount - 1 })
        {
            var raw = Enumerable.Range(0, Market.TickerCount).Select(ticker => Raw(quantity, day, ticker)).ToArray();
            for (var ticker = 0; ticker < raw.Length; ticker++)
            {
                var sector = raw.Where((_, other) => Market.Sectors[other] == Market.Sectors[ticker]).ToArray();
                Assert.Equal(Rank(raw, raw[ticker]), Value($"{quantity}_rank", day, ticker), 1e-6);
                Assert.Equal(Rank(sector, raw[ticker]), Value($"{quantity}_sector_rank", day, ticker), 1e-6);
            }
        }
    }

    [Fact]
    public void Build_BeforeTheLookback_IsMissing()
    {
        for (var feature = 0; feature < Features.FeatureCount; feature++)
        {
            var lookback = Features.Features[feature].Lookback;
            var column = new float[Market.TickerCount];
            Features.Column(feature, lookback - 1, column);
            Assert.All(column, value => Assert.Equal(float.NaN, value));
            Features.Column(feature, lookback, column);
            Assert.DoesNotContain(column, float.IsNaN);
        }
    }

    [Fact]
    public void Build_Returns_AreNotRanked()
    {
        var expected = (Market.Close[Market.Row(100, 3)] / Market.Close[Market.Row(99, 3)]) - 1;
        Assert.Equal((float)expected, Value("return_1d", 100, 3));
        Assert.Equal((float)Math.Abs(expected), Value("abs_return_1d", 100, 3));
    }

    [Fact]
    public void Build_TiedValues_ShareTheirRank()
    {
        var close = Market.Close.ToArray();
        Market.CloseOf(200).CopyTo(close.AsSpan(Market.Row(179, 0)));
        var features = FeatureBuilder.Build(new MarketPanel(Market.Content() with { Close = close }));
        var column = new float[Market.TickerCount];
        features.Column(FeatureSet.IndexOf("momentum_1m_rank"), 200, column);
        Assert.All(column, rank => Assert.Equal(0, rank));
    }

    private static float Value(string feature, int day, int ticker) => Features.Row(day, ticker)[FeatureSet.IndexOf(feature)];

    private static double Rank(double[] among, double value) =>
        ((among.Count(other => other < value) + (0.5 * among.Count(other => other == value))) / among.Length) - 0.5;

    private static double Raw(string quantity, int day, int ticker)
    {
        double Close(int back) => Market.Close[Market.Row(day - back, ticker)];
        double Return(int back) => (Close(back) / Close(back + 1)) - 1;
        double[] Past(int first, int count, Func<int, double> value) => [.. Enumerable.Range(first, count).Select(value)];
        return quantity switch
        {
            "momentum_1m" => (Close(0) / Close(21)) - 1,
            "momentum_3m" => (Close(0) / Close(63)) - 1,
            "momentum_6m" => (Close(0) / Close(126)) - 1,
            "momentum_12_1" => (Close(21) / Close(252)) - 1,
            "reversal_1w" => 1 - (Close(0) / Close(5)),
            "volatility_3m" => Core.Statistics.Moments.StandardDeviation(Past(0, 63, Return)),
            "volume_shock" => Market.Volume[Market.Row(day, ticker)] / Past(1, 63, back => Market.Volume[Market.Row(day - back, ticker)]).Average(),
            "distance_from_high" => (Close(0) / Past(0, 252, Close).Max()) - 1,
            _ => throw new ArgumentOutOfRangeException(nameof(quantity), quantity, "no such quantity"),
        };
    }
}
