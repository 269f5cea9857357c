using ModelRegistry.Contracts.Experiments;
using ModelRegistry.Core.Experiments;
using static ModelRegistry.Core.Tests.Experiments.Plans;

namespace ModelRegistry.Core.Tests.Experiments;

public sealed class ExperimentJudgeTests
{
    [Fact]
    public void Judge_NothingCounted_IsNotEnoughData()
    {
        var verdict = Judge(Plan(), _ => 0, days: 0);
        Assert.Equal(ExperimentJudge.NotEnoughData, verdict.Outcome);
        Assert.Contains("champion has 0 units", verdict.Why, StringComparison.Ordinal);
        Assert.Null(verdict.Primary.Estimate);
        Assert.True(double.IsNaN(verdict.Primary.Arms[0].Mean));
    }

    [Fact]
    public void Judge_BelowTheMinimumSample_SaysNoFigure()
    {
        var verdict = Judge(Plan() with { MinSamples = 10_000 }, _ => 0.9, days: 20);
        Assert.Equal(ExperimentJudge.NotEnoughData, verdict.Outcome);
        Assert.Null(verdict.Primary.Sequential);
        Assert.Contains("10,000", verdict.Why, StringComparison.Ordinal);
    }

    [Fact]
    public void Judge_FewBlocks_IsNotEnoughData()
    {
        var verdict = Judge(Plan(), _ => 0.9, days: 4);
        Assert.Equal(ExperimentJudge.NotEnoughData, verdict.Outcome);
        Assert.Contains("4 blocks", verdict.Why, StringComparison.Ordinal);
        Assert.NotNull(verdict.Primary.Sequential);
        Assert.Null(verdict.Primary.Blocks);
    }

    [Theory]
    [InlineData(true, ExperimentJudge.ChallengerWon, "challenger")]
    [InlineData(false, ExperimentJudge.ChampionWon, "champion")]
    public void Judge_LargeSteadyDifference_HasAWinner(bool increase, string outcome, string winner)
    {
        var plan = Plan() with { Metrics = [Plan().Metrics[0] with { Increase = increase }] };
        var verdict = Judge(plan, _ => 0.5, days: 30);
        Assert.Equal(outcome, verdict.Outcome);
        Assert.Equal(winner, verdict.Winner);
        Assert.True(verdict.Primary is { Sequential.Low: > 0, Blocks.Low: > 0 });
    }

    [Fact]
    public void Judge_DifferenceOnOneDayOnly_HasNoWinner()
    {
        var verdict = Judge(Plan(), day => day is 3 ? 8 : 0, days: 30);
        Assert.Equal(ExperimentJudge.NoWinner, verdict.Outcome);
        Assert.True(verdict.Primary is { Sequential.Low: > 0, Blocks.Low: < 0 });
        Assert.Contains("interval by blocks includes zero", verdict.Why, StringComparison.Ordinal);
    }

    [Fact]
    public void Judge_NoDifference_HasNoWinner() =>
        Assert.Equal(ExperimentJudge.NoWinner, Judge(Plan(), _ => 0, days: 30).Outcome);

    [Fact]
    public void Judge_NoVariation_IsNotEnoughData()
    {
        var tally = Tally(Plan());
        for (var day = 0; day < 10; day++)
            for (var i = 0; i < 10; i++)
                tally.Add(Outcome(day, $"E{i}", i % 2, i % 2));
        tally.CloseAll();
        var verdict = ExperimentJudge.Judge(Plan(), tally.Closed);
        Assert.Equal(ExperimentJudge.NotEnoughData, verdict.Outcome);
        Assert.Contains("does not vary", verdict.Why, StringComparison.Ordinal);
    }

    [Fact]
    public void Judge_SplitNotAsPlanned_HasNoWinnerWhateverTheFigures()
    {
        var verdict = Judge(Plan(), _ => 0.5, days: 30, arm: i => i % 4 is 0 ? 1 : 0);
        Assert.Equal(ExperimentJudge.NoWinner, verdict.Outcome);
        Assert.Contains("did not fall to the arms as planned", verdict.Why, StringComparison.Ordinal);
    }

    [Fact]
    public void Judge_LateOutcomes_AreSaid()
    {
        var tally = Tally(Plan());
        tally.Add(Outcome(1, "A", 0, 1));
        tally.Add(Outcome(0, "A", 0, 1));
        Assert.Contains("1 outcomes came after", ExperimentJudge.Judge(Plan(), tally.Closed).Why, StringComparison.Ordinal);
    }

    private static Verdict Judge(ExperimentPlan plan, Func<int, double> effect, int days, Func<int, int>? arm = null)
    {
        var random = new Random(17);
        var tally = Tally(plan);
        for (var day = 0; day < days; day++)
        {
            for (var i = 0; i < 40; i++)
            {
                var side = arm?.Invoke(i) ?? i % 2;
                tally.Add(Outcome(day, $"E{i:00}", side, random.NextDouble() + (side * effect(day))));
            }
        }

        tally.CloseAll();
        return ExperimentJudge.Judge(plan, tally.Closed);
    }
}
