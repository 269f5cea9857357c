using FsCheck;
using FsCheck.Fluent;
using ModelRegistry.Learning.Market;

namespace ModelRegistry.Learning.Tests.Market;

public sealed class SectorRankerTests
{
    [Fact]
    public void Rank_TiesAcrossSectors_AreAveragedInEach()
    {
        var (day, sector) = Rank(["A", "B", "A", "A", "B", "C"], [2, 2, 1, 2, double.NaN, 9]);
        Assert.Equal([0, 0, -0.4f, 0, float.NaN, 0.4f], day);
        Assert.Equal([0.166667, 0, -0.333333, 0.166667, double.NaN, 0], sector.Select(rank => Math.Round(rank, 6)));
    }

    [Fact]
    public void Rank_NothingThere_RanksNothing() => Assert.All(Rank(["A", "A"], [double.NaN, double.NaN]).Day, rank => Assert.Equal(float.NaN, rank));

    [Fact]
    public void Rank_AnyValues_LieWithinHalfAndSumToZero() => Prop.ForAll(
        ArbMap.Default.ArbFor<int[]>(),
        numbers =>
        {
            var sectors = numbers.Select((_, i) => (i % 3).ToString(System.Globalization.CultureInfo.InvariantCulture)).ToArray();
            var (day, sector) = Rank(sectors, [.. numbers.Select(n => n % 5 == 0 ? double.NaN : n % 7.0)]);
            var there = day.Where(r => !float.IsNaN(r)).ToArray();
            return Array.TrueForAll(there, r => Math.Abs(r) < 0.5f) && Math.Abs(there.Sum()) < 1e-4
                && Math.Abs(sector.Where(r => !float.IsNaN(r)).Sum()) < 1e-4;
        }).QuickCheckThrowOnFailure();

    private static (float[] Day, float[] Sector) Rank(string[] sectors, double[] values)
    {
        var (day, sector) = (new float[values.Length], new float[values.Length]);
        new SectorRanker([.. sectors]).Rank(values, day, sector);
        return (day, sector);
    }
}
