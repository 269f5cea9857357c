using ModelRegistry.Core.Monitoring;

namespace ModelRegistry.Core.Tests.Monitoring;

public sealed class DayCellBuilderTests
{
    private static readonly DateTimeOffset Day = new(2015, 8, 24, 0, 0, 0, TimeSpan.Zero);

    [Fact]
    public void Build_Values_CountsAndMoments()
    {
        var builder = new DayCellBuilder([1, 2]);
        foreach (var value in new[] { 0.5, 1, double.NaN, 1.5, 3 })
            builder.Add(value);

        var cell = builder.Build(Day);

        Assert.Equal(Day, cell.AsOf);
        Assert.Equal([1, 2, 1], cell.Counts.ToArray());
        Assert.Equal(1, cell.Missing);
        Assert.Equal(1.5, cell.Mean, 15);
        Assert.Equal(3.5, cell.M2, 15);
    }

    [Fact]
    public void Build_LargeOffset_KeepsTheVariance()
    {
        var builder = new DayCellBuilder([]);
        foreach (var value in new[] { 1e9 + 4, 1e9 + 7, 1e9 + 13, 1e9 + 16 })
            builder.Add(value);

        Assert.Equal(90, builder.Build(Day).M2, 6);
    }

    [Fact]
    public void Build_Nothing_IsEmpty()
    {
        var cell = new DayCellBuilder([1]).Build(Day);

        Assert.Equal([0, 0], cell.Counts.ToArray());
        Assert.Equal(0, cell.Mean);
    }

    [Fact]
    public void Add_Infinite_Refuses() => Assert.Throws<ArgumentOutOfRangeException>(() => new DayCellBuilder([]).Add(double.NegativeInfinity));
}
