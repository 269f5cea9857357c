using ModelRegistry.Core.Monitoring;

namespace ModelRegistry.Core.Tests.Monitoring;

public sealed class BinEdgesTests
{
    [Fact]
    public void FromValues_DistinctValues_AreTypeSevenQuantiles() =>
        Assert.Equal([1.75, 2.5, 3.25], BinEdges.FromValues([4, 2, double.NaN, 1, 3], bins: 4).ToArray());

    [Fact]
    public void FromValues_AtomInTheMiddle_HasABinOfItsOwn()
    {
        double[] values = [.. Enumerable.Range(0, 50).Select(i => i - 50.0), .. Enumerable.Repeat(0.0, 30), .. Enumerable.Range(1, 20).Select(i => (double)i)];
        var edges = BinEdges.FromValues(values, bins: 10);

        var atom = BinEdges.BinOf(edges.AsSpan(), 0);
        Assert.Equal(30, values.Count(value => BinEdges.BinOf(edges.AsSpan(), value) == atom));
        Assert.Equal(0.0, edges[atom - 1]);
        Assert.Equal(Math.BitIncrement(0.0), edges[atom]);
    }

    [Fact]
    public void FromValues_Constant_SeparatesBelowAtAndAbove()
    {
        var edges = BinEdges.FromValues([.. Enumerable.Repeat(0.125, 500)]);

        Assert.Equal([0.125, Math.BitIncrement(0.125)], edges.ToArray());
        Assert.Equal([0, 1, 2], new[] { 0.1, 0.125, 0.13 }.Select(value => BinEdges.BinOf(edges.AsSpan(), value)));
    }

    [Fact]
    public void FromValues_ManyDistinctValues_BinsHoldEqualShares()
    {
        double[] values = [.. Enumerable.Range(0, 10_000).Select(i => (double)((i * 7919L) % 10_007))];
        var edges = BinEdges.FromValues(values);
        var counts = new int[edges.Length + 1];
        foreach (var value in values)
            counts[BinEdges.BinOf(edges.AsSpan(), value)]++;

        Assert.Equal(99, edges.Length);
        Assert.All(counts, count => Assert.InRange(count, 99, 101));
    }

    [Fact]
    public void FromValues_NothingThere_IsOneBin() => Assert.Empty(BinEdges.FromValues([double.NaN, double.NaN]));

    [Fact]
    public void FromValues_LargestDouble_HasNoInfiniteEdge() =>
        Assert.All(BinEdges.FromValues([double.MaxValue, double.MaxValue, 1], bins: 4), edge => Assert.True(double.IsFinite(edge)));

    [Theory]
    [InlineData(double.PositiveInfinity)]
    [InlineData(double.NegativeInfinity)]
    public void FromValues_Infinite_SaysWhich(double value)
    {
        var error = Assert.Throws<ArgumentException>(() => BinEdges.FromValues([1, value]));

        Assert.Contains("Value 1", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(0.5, 0)]
    [InlineData(1, 1)]
    [InlineData(1.5, 1)]
    [InlineData(2, 2)]
    [InlineData(99, 2)]
    public void BinOf_Value_IsTheNumberOfEdgesAtMostIt(double value, int bin) => Assert.Equal(bin, BinEdges.BinOf([1, 2], value));
}
