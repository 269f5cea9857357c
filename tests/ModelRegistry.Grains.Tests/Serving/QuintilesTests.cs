using ModelRegistry.Grains.Serving;

namespace ModelRegistry.Grains.Tests.Serving;

public sealed class QuintilesTests
{
    [Fact]
    public void Of_TenScores_GivesTwoToEach()
    {
        double[] scores = [9, 0, 8, 1, 7, 2, 6, 3, 5, 4];
        Assert.Equal([5, 1, 5, 1, 4, 2, 4, 2, 3, 3], Quintiles.Of(scores, new int[10]));
    }

    [Fact]
    public void Of_FewerThanFive_GivesNone() => Assert.Equal([null, null, null, null], Quintiles.Of([1, 2, 3, 4], new int[4]));

    [Fact]
    public void Of_EqualScores_GivesAllTheMiddle() => Assert.Equal([3, 3, 3, 3, 3], Quintiles.Of([7, 7, 7, 7, 7], new int[5]));

    [Fact]
    public void Of_NaN_RanksItLowestAndTogether() => Assert.Equal([1, 3, 4, 5, 1], Quintiles.Of([double.NaN, 1, 2, 3, double.NaN], new int[5]));

    [Fact]
    public void Of_TwoGroups_RanksEachByItself()
    {
        double[] scores = [1, 10, 2, 20, 3, 30, 4, 40, 5];
        int[] groups = [0, 1, 0, 1, 0, 1, 0, 1, 0];
        Assert.Equal([1, null, 2, null, 3, null, 4, null, 5], Quintiles.Of(scores, groups));
    }

    [Fact]
    public void Of_Nothing_GivesNothing() => Assert.Empty(Quintiles.Of([], Array.Empty<int>()));
}
