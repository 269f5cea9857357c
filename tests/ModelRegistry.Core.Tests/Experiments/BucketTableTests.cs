using System.Collections.Immutable;
using ModelRegistry.Core.Experiments;

namespace ModelRegistry.Core.Tests.Experiments;

public sealed class BucketTableTests
{
    [Theory]
    [InlineData(new[] { 0.5, 0.5 }, new[] { 5_000, 5_000 })]
    [InlineData(new[] { 0.9, 0.1 }, new[] { 9_000, 1_000 })]
    [InlineData(new[] { 1.0, 1.0, 1.0 }, new[] { 3_334, 3_333, 3_333 })]
    [InlineData(new[] { 0.0, 1.0 }, new[] { 0, 10_000 })]
    [InlineData(new[] { 1e300, 1e300 }, new[] { 5_000, 5_000 })]
    public void Create_Weights_GivesEachArmItsShare(double[] weights, int[] expected) =>
        Assert.Equal(expected, CountArms(BucketTable.Create(weights), weights.Length));

    [Theory]
    [InlineData(new double[0])]
    [InlineData(new[] { 0.0, 0.0 })]
    [InlineData(new[] { -0.1, 1.1 })]
    [InlineData(new[] { double.NaN, 1.0 })]
    [InlineData(new[] { double.PositiveInfinity, 1.0 })]
    [InlineData(new[] { double.MaxValue, double.MaxValue })]
    public void Create_ImpossibleWeights_Throws(double[] weights) =>
        Assert.Throws<ArgumentException>(() => BucketTable.Create(weights));

    [Fact]
    public void Reweigh_SameWeights_ChangesNothing()
    {
        var table = BucketTable.Create([0.3, 0.7]);
        Assert.True(table.SequenceEqual(BucketTable.Reweigh(table, [3, 7])));
    }

    [Fact]
    public void Reweigh_AnyChain_MovesNoMoreThanItMust()
    {
        var random = new Random(11);
        var table = BucketTable.Create([1, 1, 1]);
        for (var step = 0; step < 40; step++)
        {
            var weights = Enumerable.Range(0, 3).Select(_ => random.NextDouble()).ToArray();
            var next = BucketTable.Reweigh(table, weights);
            var before = CountArms(table, 3);
            var after = CountArms(next, 3);

            Assert.Equal(CountArms(BucketTable.Create(weights), 3), after);
            Assert.Equal(after.Zip(before, (a, b) => Math.Max(0, a - b)).Sum(), table.Zip(next, (a, b) => a != b).Count(moved => moved));
            Assert.True(next.SequenceEqual(BucketTable.Reweigh(table, weights)));
            table = next;
        }
    }

    [Fact]
    public void Reweigh_ArmRemoved_MovesOnlyItsBuckets()
    {
        var table = BucketTable.Create([0.4, 0.4, 0.2]);
        var next = BucketTable.Reweigh(table, [0.5, 0.5]);
        Assert.Equal([5_000, 5_000], CountArms(next, 2));
        Assert.Equal(2_000, table.Zip(next, (a, b) => a != b).Count(moved => moved));
    }

    [Fact]
    public void Reweigh_ShortTable_Throws() =>
        Assert.Throws<ArgumentException>(() => BucketTable.Reweigh([0, 1], [0.5, 0.5]));

    private static int[] CountArms(ImmutableArray<byte> table, int arms)
    {
        var counts = new int[arms];
        foreach (var arm in table)
            counts[arm]++;
        return counts;
    }
}
