using ModelRegistry.Grains.Serving;

namespace ModelRegistry.Grains.Tests.Serving;

public sealed class ModelTrafficTests
{
    private readonly ModelTraffic _traffic = new();

    [Fact]
    public void LatencyQuantile_BeforeTheFirst_IsNull() => Assert.Null(_traffic.LatencyQuantile(0.5));

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(37)]
    [InlineData(1_000)]
    [InlineData(250_000)]
    [InlineData(60_000_000)]
    public void LatencyQuantile_OfOne_IsItsBucketsUpperEdge(double microseconds)
    {
        _traffic.Answered(1, TimeSpan.FromMicroseconds(microseconds));
        var median = _traffic.LatencyQuantile(0.5)!.Value.TotalMicroseconds;
        Assert.InRange(median, Math.Max(1, microseconds), Math.Max(1, microseconds) * 1.19 + 0.1);
    }

    [Fact]
    public void LatencyQuantile_OfAVeryLongOne_IsTheLastBucket()
    {
        _traffic.Answered(1, TimeSpan.FromDays(1));
        Assert.Equal(Math.Pow(2, 32), _traffic.LatencyQuantile(1)!.Value.TotalMicroseconds, 1.0);
    }

    [Fact]
    public void LatencyQuantile_OfManyAndOneSlow_TellsThemApart()
    {
        for (var i = 0; i < 99; i++)
            _traffic.Answered(1, TimeSpan.FromMicroseconds(100));
        _traffic.Answered(1, TimeSpan.FromSeconds(1));
        Assert.InRange(_traffic.LatencyQuantile(0.99)!.Value.TotalMicroseconds, 100, 119);
        Assert.InRange(_traffic.LatencyQuantile(1)!.Value.TotalMilliseconds, 1000, 1190);
    }

    [Fact]
    public void Counters_OfAnsweredAndRefused_AreApart()
    {
        _traffic.Answered(10, TimeSpan.FromMilliseconds(1));
        _traffic.Answered(5, TimeSpan.FromMilliseconds(1));
        _traffic.Refuse();
        _traffic.ShadowFailed();
        Assert.Equal((2L, 15L, 1L, 1L), (_traffic.Requests, _traffic.Units, _traffic.Refused, _traffic.ShadowFailures));
    }
}
