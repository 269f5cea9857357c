using System.Collections.Immutable;
using ModelRegistry.Contracts.Experiments;

namespace ModelRegistry.Core.Experiments;

/// <summary>
/// Counts the outcomes of an A/B test, fed in the order of the log. The latest as-of day (UTC) seen is open: its medians are known
/// only when it is whole. It is closed, once and for all, by the first outcome of a later day; what comes for a closed day is counted
/// as late and is in no figure, because a verdict must not depend on when somebody looked. Within a day units are taken in the order of
/// their names, so the figures do not depend on the order in which a day's actuals came in.
/// </summary>
public sealed class ExperimentTally
{
    private readonly ExperimentPlan plan;
    private readonly double[] shares;
    private readonly List<UnitOutcome> open;
    private readonly HashSet<string> openUnits;
    private readonly SeenUnits seen;
    private TallyState closed;

    /// <summary>Goes on where a kept state ends, or from nothing.</summary>
    /// <param name="plan">Metrics, arms and days per block.</param>
    /// <param name="buckets">The table in force; its shares are what the sample-ratio check expects.</param>
    /// <param name="state">What was kept; null at the start.</param>
    public ExperimentTally(ExperimentPlan plan, ImmutableArray<byte> buckets, TallyState? state = null)
    {
        this.plan = plan;
        shares = SharesOf(plan, buckets);
        closed = state ?? Empty(plan);
        open = [.. closed.Open];
        openUnits = open.Select(outcome => outcome.Unit).ToHashSet(StringComparer.Ordinal);
        seen = SeenUnits.Read(closed.Seen);
    }

    /// <summary>The closed days. <see cref="TallyState.Open"/> and <see cref="TallyState.Seen"/> are those of the last <see cref="Keep"/>.</summary>
    public TallyState Closed => closed;

    /// <summary>Units of the day that is still open.</summary>
    public int OpenUnits => open.Count;

    /// <summary>All that is needed to go on later.</summary>
    public TallyState Keep() => closed = closed with { Open = [.. open], Seen = seen.Write() };

    /// <summary>Counts one outcome.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The plan has no such arm.</exception>
    public void Add(UnitOutcome outcome)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(outcome.Arm);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(outcome.Arm, plan.Variants.Length);
        if (!double.IsFinite(outcome.Score) || !double.IsFinite(outcome.Value))
        {
            closed = closed with { Invalid = closed.Invalid + 1 };
            return;
        }

        var day = DayOf(outcome);
        if (open.Count > 0 && day > DayOf(open[0]))
            CloseDay();
        if (day <= closed.ClosedThrough || (open.Count > 0 && day < DayOf(open[0])))
            closed = closed with { Late = closed.Late + 1 };
        else if (seen.Contains(outcome) || !openUnits.Add(outcome.Unit))
            closed = closed with { Repeated = closed.Repeated + 1 };
        else
            open.Add(outcome);
    }

    /// <summary>Closes the open day, as if a later one had begun.</summary>
    public void CloseDay()
    {
        if (open.Count is 0)
            return;
        var day = DayOf(open[0]);
        open.Sort((a, b) => string.CompareOrdinal(a.Unit, b.Unit));
        open.ForEach(seen.Add);

        var units = closed.Units.ToBuilder();
        foreach (var outcome in open)
            units[outcome.Arm]++;
        var counts = units.MoveToImmutable();
        closed = closed with
        {
            ClosedThrough = day,
            Units = counts,
            DaysInBlock = closed.DaysInBlock + 1,
            Metrics = [.. closed.Metrics.Select((tally, index) => tally.WithDay(MomentsOf(plan.Metrics[index].Source)))],
            SampleRatioPValue = Math.Min(closed.SampleRatioPValue, SampleRatio.SequentialPValue(counts.AsSpan(), shares)),
        };
        if (closed.DaysInBlock >= plan.BlockDays)
            closed = closed with { DaysInBlock = 0, Metrics = [.. closed.Metrics.Select(tally => tally.WithFullBlock())] };
        open.Clear();
        openUnits.Clear();
    }

    private SampleMoments[] MomentsOf(MetricSource source)
    {
        var arms = new SampleMoments[plan.Variants.Length];
        var values = UnitValues.Of(source, open);
        for (var i = 0; i < values.Length; i++)
            arms[open[i].Arm] = arms[open[i].Arm].Add(values[i]);
        return arms;
    }

    private static DateOnly DayOf(UnitOutcome outcome) => DateOnly.FromDateTime(outcome.AsOf.UtcDateTime);

    private static TallyState Empty(ExperimentPlan plan) => new()
    {
        Units = [.. new long[plan.Variants.Length]],
        Metrics = [.. plan.Metrics.Select(_ => MetricTally.Empty(plan.Variants.Length))],
    };

    // Buckets per arm: only their ratios matter.
    private static double[] SharesOf(ExperimentPlan plan, ImmutableArray<byte> buckets)
    {
        var counts = new double[plan.Variants.Length];
        foreach (var arm in buckets)
            counts[arm]++;
        return counts;
    }
}
