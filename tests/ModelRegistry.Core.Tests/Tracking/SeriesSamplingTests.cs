using ModelRegistry.Core.Tracking;

namespace ModelRegistry.Core.Tests.Tracking;

public sealed class SeriesSamplingTests
{
    [Fact]
    public void Thin_LongSeries_KeepsEndsPeaksAndOrder()
    {
        var series = Series(10_000, i => i == 6_543 ? 50 : i == 2_222 ? -50 : Math.Sin(i / 300.0));

        var thin = SeriesSampling.Thin(series, 100);

        Assert.Equal(100, thin.Count);
        Assert.Equal((series[0], series[^1]), (thin[0], thin[^1]));
        Assert.Contains(series[6_543], thin);
        Assert.Contains(series[2_222], thin);
        Assert.Equal(thin.Select(value => value.Step).Distinct().Order(), thin.Select(value => value.Step));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(50)]
    [InlineData(51)]
    [InlineData(99)]
    public void Thin_AnySeries_KeepsAtMostWhatIsAskedFor(int count)
    {
        var series = Series(count, i => i % 7);
        Assert.Equal(Math.Min(count, 50), SeriesSampling.Thin(series, 50).Count);
        Assert.All(SeriesSampling.Thin(series, 2), value => Assert.Contains(value, series));
    }

    [Fact]
    public void Thin_ValuesThatAreNotFinite_AreChosenOnlyWhereThereAreNoOthers()
    {
        var thin = SeriesSampling.Thin(Series(1_000, i => i % 2 == 0 ? double.NaN : i), 20);
        Assert.All(thin.Skip(1).SkipLast(1), value => Assert.True(double.IsFinite(value.Value)));
        Assert.Equal(20, SeriesSampling.Thin(Series(1_000, _ => double.PositiveInfinity), 20).Count);
    }

    private static List<LoggedMetric> Series(int count, Func<int, double> value) => [.. Enumerable.Range(0, count).Select(i => new LoggedMetric("m", value(i), i, i))];
}
