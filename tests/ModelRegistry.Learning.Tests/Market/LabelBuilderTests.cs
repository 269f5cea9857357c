using ModelRegistry.Learning.Market;

namespace ModelRegistry.Learning.Tests.Market;

public sealed class LabelBuilderTests
{
    private static readonly MarketPanel Market = PanelEdit.Small();

    [Fact]
    public void Build_ForwardReturn_IsFromTheDaysCloseToTheFifthAfter()
    {
        var labels = LabelBuilder.Build(Market);
        Assert.Equal((Market.Close[Market.Row(105, 2)] / Market.Close[Market.Row(100, 2)]) - 1, labels.ForwardReturnOf(100, 1)[2]);
    }

    [Fact]
    public void Build_LastDays_AreMissing()
    {
        var labels = LabelBuilder.Build(Market);
        Assert.All(labels.RankedOf(Market.DayCount - 5, 5).ToArray(), value => Assert.Equal(float.NaN, value));
        Assert.All(labels.ForwardReturnOf(Market.DayCount - 5, 5).ToArray(), value => Assert.Equal(double.NaN, value));
        Assert.DoesNotContain(labels.RankedOf(0, Market.DayCount - 5).ToArray(), float.IsNaN);
    }

    [Fact]
    public void Build_EachDay_RanksAreCentredAndInTheOrderOfReturns()
    {
        var labels = LabelBuilder.Build(Market);
        for (var day = 0; day < Market.DayCount - 5; day++)
        {
            var ranked = labels.RankedOf(day, 1).ToArray();
            Assert.Equal(0, ranked.Sum(), 1e-5);
            Assert.Equal(1, Core.Statistics.Correlation.Spearman([.. ranked.Select(r => (double)r)], labels.ForwardReturnOf(day, 1)), 1e-9);
        }
    }

    [Fact]
    public void Build_PriceAfterTheHorizon_ChangesNothingBefore()
    {
        var (labels, others) = (LabelBuilder.Build(Market), LabelBuilder.Build(Market.WithOtherFuture(200, 3)));
        Assert.Equal(labels.RankedOf(0, 196).ToArray(), others.RankedOf(0, 196).ToArray());
        Assert.NotEqual(labels.RankedOf(196, 1).ToArray(), others.RankedOf(196, 1).ToArray());
    }

    [Fact]
    public void Build_NoHorizon_Refused() => Assert.Throws<ArgumentOutOfRangeException>(() => LabelBuilder.Build(Market, 0));
}
