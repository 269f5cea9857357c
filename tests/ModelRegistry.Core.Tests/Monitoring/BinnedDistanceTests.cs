using ModelRegistry.Core.Monitoring;
using ModelRegistry.Core.Tests.Reference;

namespace ModelRegistry.Core.Tests.Monitoring;

public sealed class BinnedDistanceTests
{
    [Fact]
    public void KolmogorovSmirnov_Binned_IsWithinTheLargestBinOfTheExactOne()
    {
        var random = new SplitMix64(11);
        for (var round = 0; round < 20; round++)
        {
            var a = SplitMix64.Fill(500, () => Math.Round(random.Normal(0, 1), 1));
            var b = SplitMix64.Fill(300, () => Math.Round(random.Normal(0.2, 1.3), 1));
            var edges = Cells.Edges(a, 50);
            var (first, second) = (Cells.Sum(edges, a), Cells.Sum(edges, b));
            var (exact, binned) = (SampleDistance.KolmogorovSmirnov(a, b), BinnedDistance.KolmogorovSmirnov(first.Counts, second.Counts));
            Assert.InRange(exact - binned, -1e-12, Math.Max(first.LargestBin, second.LargestBin));
        }
    }

    [Fact]
    public void Wasserstein_UniformShift_IsTheShiftLessTheTails()
    {
        // Uniform on [0, 10) against uniform on [2, 12), bins of width 1: ∫|F − G| is 2, all of it between the edges but for the triangle below 1.
        double[] edges = [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11];
        long[] a = [1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 0, 0], b = [0, 0, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1];
        Assert.Equal(2 - 0.05 - 0.05, BinnedDistance.Wasserstein(edges, a, b), 12);
    }

    [Fact]
    public void Wasserstein_CrossingDistributions_TakesTheAreaOfBothSides()
    {
        // F − G goes from +0.5 to −0.5 within one bin of width 2: two triangles of 1 × 0.5 / 2.
        Assert.Equal(0.5, BinnedDistance.Wasserstein([0, 2], [1, 0, 1], [0, 2, 0]), 12);
    }

    [Fact]
    public void AllDistances_SideWithoutRows_AreNotANumber()
    {
        long[] some = [1, 2], none = [0, 0];
        Assert.Equal(double.NaN, BinnedDistance.Psi(some, none));
        Assert.Equal(double.NaN, BinnedDistance.KolmogorovSmirnov(none, some));
        Assert.Equal(double.NaN, BinnedDistance.KullbackLeibler(none, some));
        Assert.Equal(double.NaN, BinnedDistance.JensenShannon(some, none));
        Assert.Equal(double.NaN, BinnedDistance.Wasserstein([1], some, none));
    }

    [Fact]
    public void Psi_DifferentBins_IsRefused() => Assert.Throws<ArgumentException>(() => BinnedDistance.Psi([1, 2], [1, 2, 3]));

    [Fact]
    public void Add_CellsOfOneDaySplit_EqualsTheWholeDay()
    {
        var values = SplitMix64.Fill(400, new SplitMix64(5).Uniform);
        var edges = Cells.Edges(values, 20);
        var whole = Cells.Sum(edges, values);
        var split = Cells.Sum(edges, values[..13], [], [double.NaN], values[13..]);
        Assert.Equal(whole.Counts.ToArray(), split.Counts.ToArray());
        Assert.Equal(whole.Mean, split.Mean, 12);
        Assert.Equal(whole.Variance, split.Variance, 12);
        Assert.Equal((400, 1L), (split.Rows, split.Missing));
    }

    [Fact]
    public void Add_CellOfOtherEdges_IsRefused()
    {
        var sum = new CellSum(3);
        Assert.Throws<ArgumentException>(() => sum.Add(Cells.Day(0, [1.0], [0, 2])));
        Assert.Equal((0L, 0), (sum.Rows, sum.Days));
    }
}
