using System.Collections.Immutable;
using ModelRegistry.Contracts.Experiments;

namespace ModelRegistry.Core.Experiments;

/// <summary>From sufficient statistics to the figures that people read.</summary>
public static class ExperimentFigures
{
    /// <summary>In the order of the plan.</summary>
    public static ImmutableArray<MetricResult> Of(ExperimentPlan plan, TallyState tally) =>
        [.. plan.Metrics.Select((metric, index) => Of(plan, metric, tally.Metrics[index]))];

    private static MetricResult Of(ExperimentPlan plan, MetricPlan metric, MetricTally tally)
    {
        var (champion, challenger) = (tally.Arms[0], tally.Arms[1]);
        BlockComparison[] blocks = [.. tally.Blocks, BlockComparison.Of(tally.Block[0], tally.Block[1])];
        var result = new MetricResult
        {
            Metric = metric.Name,
            Arms = [.. plan.Variants.Select((variant, arm) => Of(variant, tally.Arms[arm]))],
            BlockCount = blocks.Count(block => block.Weight > 0),
        };
        return Math.Min(champion.Count, challenger.Count) < plan.MinSamples ? result : Compared(plan, result, champion, challenger, blocks);
    }

    private static MetricResult Compared(
        ExperimentPlan plan, MetricResult result, SampleMoments champion, SampleMoments challenger, BlockComparison[] blocks)
    {
        if (Welch.Compare(champion, challenger, plan.Confidence) is not { } welch)
            return result;
        var half = welch.StandardError * ConfidenceSequence.Multiplier(champion.Count + challenger.Count, plan.Confidence, TuningOf(plan));
        return result with
        {
            Estimate = welch.Difference,
            PValue = welch.PValue,
            Welch = new Interval { Low = welch.Low, High = welch.High, Method = "welch-t" },
            Sequential = new Interval
            {
                Low = welch.Difference - half,
                High = welch.Difference + half,
                Method = "asymptotic-confidence-sequence",
            },
            Blocks = BlockInterval.Of(blocks, plan.Confidence) is { } block
                ? new Interval { Low = block.Low, High = block.High, Method = "block-t" }
                : null,
        };
    }

    // Fixed by the plan, before any outcome: not tighter anywhere than where the plan says that something may be said.
    private static double TuningOf(ExperimentPlan plan) =>
        Math.Max(ConfidenceSequence.DefaultTuning, (double)plan.MinSamples * plan.Variants.Length);

    private static ArmResult Of(VariantPlan variant, SampleMoments arm) => new()
    {
        Variant = variant.Name,
        Version = variant.Version,
        Units = arm.Count,
        Mean = arm.Count is 0 ? double.NaN : arm.Mean,
        StandardError = arm.StandardError,
    };
}
