using ModelRegistry.Core.Registry.Comparing;

namespace ModelRegistry.Core.Tests.Registry.Comparing;

public sealed class MetricChangeTests
{
    [Theory]
    [InlineData("RMSE", 4.0, 3.0, -1.0, -25.0, true)]
    [InlineData("rmse", 4.0, 5.0, 1.0, 25.0, false)]
    [InlineData("sharpe", -2.0, -1.0, 1.0, 50.0, true)]
    [InlineData("auc", 0.5, 0.5, 0.0, 0.0, false)]
    [InlineData("ic", 0.0, 0.25, 0.25, null, true)]
    [InlineData("turnover", 2.0, 1.0, -1.0, -50.0, true)]
    [InlineData("sharpe_net", 1.0, 2.0, 1.0, 100.0, true)]
    [InlineData("whatever", 2.0, 1.0, -1.0, -50.0, null)]
    [InlineData("max_drawdown", -0.3, -0.15, 0.15, 50.0, true)] // a negative fraction
    [InlineData("auc", null, 0.5, null, null, null)]
    [InlineData("auc", 0.5, null, null, null, null)]
    [InlineData("loss", 1.0, double.NaN, null, null, null)]
    [InlineData("loss", double.PositiveInfinity, 1.0, null, null, null)]
    public void Change_TwoValues_IsJudgedByTheDirectionOfTheName(string name, double? before, double? after, double? change, double? percent, bool? improved)
    {
        var metric = new MetricChange(name, before, after, MetricDirections.Of(name));

        Assert.Equal((change, percent, improved), (metric.Change, metric.Percent, metric.Improved));
    }
}
