using ModelRegistry.Contracts.Experiments;
using ModelRegistry.Core.Experiments;
using static ModelRegistry.Core.Tests.Experiments.Plans;

namespace ModelRegistry.Core.Tests.Experiments;

public sealed class UnitValuesTests
{
    [Fact]
    public void Of_ExcessOverMedian_UsesBothArmsAndEachEntityOnce()
    {
        UnitOutcome[] outcomes =
        [
            Outcome(0, "A", 0, 1),
            Outcome(0, "B", 1, 2),
            Outcome(0, "C", 0, 6),
            Outcome(0, "C", 1, 6) with { Unit = "C-again" },
            Outcome(0, "C", 1, 6) with { Unit = "C-once-more" },
        ];
        Assert.Equal([-1, 0, 4, 4, 4], UnitValues.Of(MetricSource.ExcessOverMedian, outcomes));
    }

    [Fact]
    public void Of_EvenNumberOfEntities_TakesTheMiddleOfTheTwo() =>
        Assert.Equal([-1.5, 1.5], UnitValues.Of(MetricSource.ExcessOverMedian, [Outcome(0, "A", 0, 1), Outcome(0, "B", 1, 4)]));

    [Fact]
    public void Of_SeveralTimesOfOneDay_HasAMedianEach()
    {
        var noon = Outcome(0, "B", 0, 10);
        UnitOutcome[] outcomes = [Outcome(0, "A", 0, 1), noon with { AsOf = noon.AsOf.AddHours(12) }];
        Assert.Equal([0, 0], UnitValues.Of(MetricSource.ExcessOverMedian, outcomes));
    }

    [Theory]
    [InlineData(0.3, 9, 1)]
    [InlineData(0.3, -9, 0)]
    [InlineData(-0.3, -9, 1)]
    [InlineData(-0.3, 9, 0)]
    [InlineData(0, 9, 0.5)]
    [InlineData(0.3, 0, 0.5)]
    public void Of_RankHit_ComparesSignsAndHalvesTies(double score, double value, double expected)
    {
        UnitOutcome[] outcomes = [Outcome(0, "A", 0, value, score), Outcome(0, "L", 0, -20), Outcome(0, "M", 1, 0), Outcome(0, "H", 1, 20), Outcome(0, "M2", 1, 0)];
        Assert.Equal(expected, UnitValues.Of(MetricSource.RankHit, outcomes)[0]);
    }
}
