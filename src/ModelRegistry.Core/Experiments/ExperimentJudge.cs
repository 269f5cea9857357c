using System.Globalization;
using ModelRegistry.Contracts.Experiments;

namespace ModelRegistry.Core.Experiments;

/// <summary>
/// From figures to a verdict. A winner needs three things: a split as planned, an always-valid interval by units that excludes zero
/// (the difference was there on these days) and an interval by blocks of days that excludes it on the same side (expect it on others).
/// </summary>
public static class ExperimentJudge
{
    public const string ChallengerWon = "challenger_won";
    public const string ChampionWon = "champion_won";
    public const string NoWinner = "no_winner";
    public const string NotEnoughData = "not_enough_data";

    /// <summary>The verdict on a tally whose days are all closed.</summary>
    public static Verdict Judge(ExperimentPlan plan, TallyState tally)
    {
        var index = PrimaryOf(plan);
        var metric = plan.Metrics[index];
        var figures = ExperimentFigures.Of(plan, tally)[index];
        var (outcome, why) = Decide(plan, metric, figures, tally);
        var winner = outcome switch
        {
            ChallengerWon => plan.Variants[1].Name,
            ChampionWon => plan.Variants[0].Name,
            _ => null,
        };
        return new Verdict { Outcome = outcome, Winner = winner, Why = why + Notes(tally), Primary = figures };
    }

    private static (string Outcome, string Why) Decide(ExperimentPlan plan, MetricPlan metric, MetricResult figures, TallyState tally)
    {
        if (WhatIsMissing(plan, figures) is { } missing)
            return (NotEnoughData, missing);

        var (sequential, blocks) = (figures.Sequential!, figures.Blocks!);
        var measured = Text($"{metric.Name}: challenger minus champion {figures.Estimate:+0.0000;-0.0000;0}, by units {Text(sequential)}")
            + Text($", by {figures.BlockCount} blocks of days {Text(blocks)} at {plan.Confidence:P0}");
        if (tally.SampleRatioPValue < SampleRatio.Alarm)
        {
            var split = Text($"{string.Join(" and ", tally.Units)} units, sequential p = {tally.SampleRatioPValue:0.0E+0}, alarm below {SampleRatio.Alarm}");
            return (NoWinner, $"The units did not fall to the arms as planned ({split}), so no comparison holds. {measured}.");
        }

        return (Side(sequential), Side(blocks)) switch
        {
            (0, 0) => (NoWinner, $"Both intervals include zero. {measured}."),
            (0, _) => (NoWinner, $"The interval by units includes zero: even on these days the difference may be chance. {measured}."),
            (_, 0) => (NoWinner, $"The interval by blocks includes zero: a difference on these days, not to be expected on others. {measured}."),
            var (unit, block) when unit != block => (NoWinner, $"The two intervals exclude zero on different sides. {measured}."),
            var (unit, _) => (unit > 0) == metric.Increase
                ? (ChallengerWon, $"Both intervals exclude zero in favour of {plan.Variants[1].Name}. {measured}.")
                : (ChampionWon, $"Both intervals exclude zero in favour of {plan.Variants[0].Name}. {measured}."),
        };
    }

    private static string? WhatIsMissing(ExperimentPlan plan, MetricResult figures)
    {
        if (figures.Arms.Any(arm => arm.Units < plan.MinSamples))
        {
            var counts = figures.Arms.Select(arm => Text($"{arm.Variant} has {arm.Units:N0} units"));
            return Text($"{string.Join(" and ", counts)}; {plan.MinSamples:N0} in each arm are wanted before anything is said.");
        }

        if (figures.Sequential is null)
        {
            var means = figures.Arms.Select(arm => Text($"{arm.Variant} {arm.Mean:0.0000}"));
            return $"{figures.Metric} does not vary between the units of either arm ({string.Join(" and ", means)}): there is nothing to judge by.";
        }

        return figures.Blocks is null
            ? Text($"There are {figures.BlockCount} blocks of {plan.BlockDays} as-of days with both arms in them; ")
                + Text($"{BlockInterval.MinBlocks} that differ are wanted before other days are spoken of.")
            : null;
    }

    private static string Notes(TallyState tally)
    {
        var notes = new List<string>();
        if (tally.Late > 0)
            notes.Add(Text($"{tally.Late:N0} outcomes came after their day was closed and are not counted"));
        if (tally.Repeated > 0)
            notes.Add(Text($"{tally.Repeated:N0} further outcomes of counted units are left out"));
        if (tally.Invalid > 0)
            notes.Add(Text($"{tally.Invalid:N0} outcomes were no finite numbers"));
        return notes.Count is 0 ? "" : $" ({string.Join("; ", notes)}.)";
    }

    private static int PrimaryOf(ExperimentPlan plan)
    {
        for (var i = 0; i < plan.Metrics.Length; i++)
            if (plan.Metrics[i].Primary)
                return i;
        throw new ArgumentException($"Experiment {plan.Name} has no primary metric.", nameof(plan));
    }

    private static int Side(Interval interval) => interval.Low > 0 ? 1 : interval.High < 0 ? -1 : 0;

    private static string Text(Interval interval) => Text($"[{interval.Low:+0.0000;-0.0000;0}, {interval.High:+0.0000;-0.0000;0}]");

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
