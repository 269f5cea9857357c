using ModelRegistry.Core.Experiments;
using ModelRegistry.Core.Tests.Reference;

namespace ModelRegistry.Core.Tests.Experiments;

/// <summary>Two models without any difference to expect, on days that move all of their units together.</summary>
public sealed class FalsePositiveTests
{
    private const int Tests = 300;
    private const int Days = 60;
    private const int UnitsPerArm = 30;

    [Fact]
    public void Judge_DaysMoveTogether_KeepsFalsePositivesNearNominalWhereWelchAloneDoesNot()
    {
        var random = new SplitMix64(2016);
        var plan = Plans.Plan();
        var (welch, winners, blocks) = (0, 0, 0);
        for (var test = 0; test < Tests; test++)
        {
            var verdict = ExperimentJudge.Judge(plan, Simulate(random, plan, together: 0.6));
            welch += verdict.Primary.PValue < 0.05 ? 1 : 0;
            blocks += verdict.Primary.Blocks is { Low: > 0 } or { High: < 0 } ? 1 : 0;
            winners += verdict.Winner is null ? 0 : 1;
        }

        // Nominal is 5 % of 300 = 15, with a standard error of 3.8.
        Assert.True(welch > 100, $"Welch by rows called {welch} of {Tests} quiet tests");
        Assert.InRange(blocks, 4, 27);
        Assert.InRange(winners, 0, 27);
    }

    [Fact]
    public void Judge_UnitsIndependent_WelchIsNominalAndTheRuleStricter()
    {
        var random = new SplitMix64(2017);
        var plan = Plans.Plan();
        var (welch, winners) = (0, 0);
        for (var test = 0; test < Tests; test++)
        {
            var verdict = ExperimentJudge.Judge(plan, Simulate(random, plan, together: 0));
            welch += verdict.Primary.PValue < 0.05 ? 1 : 0;
            winners += verdict.Winner is null ? 0 : 1;
        }

        Assert.InRange(welch, 4, 27);
        Assert.InRange(winners, 0, welch);
    }

    // Each day gives each arm its own luck, shared by all of the arm's units of that day.
    private static TallyState Simulate(SplitMix64 random, Contracts.Experiments.ExperimentPlan plan, double together)
    {
        var tally = MetricTally.Empty(2);
        for (var day = 0; day < Days; day++)
        {
            var arms = new SampleMoments[2];
            for (var arm = 0; arm < 2; arm++)
            {
                var luck = random.Normal(0, together);
                for (var unit = 0; unit < UnitsPerArm; unit++)
                    arms[arm] = arms[arm].Add(luck + random.Normal());
            }

            tally = tally.WithDay(arms).WithFullBlock();
        }

        return new TallyState { Metrics = [tally], Units = [Days * UnitsPerArm, Days * UnitsPerArm] };
    }
}
