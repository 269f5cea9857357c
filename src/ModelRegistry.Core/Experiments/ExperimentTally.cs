using System.Collections.Immutable;
using ModelRegistry.Contracts.Experiments;

namespace ModelRegistry.Core.Experiments;

/// <summary>
/// Counts the outcomes of an A/B test, fed in the order of the log. An as-of day (UTC) is open until an outcome has come of a day that is later
/// by more than the plan's allowed lateness; only then is it whole, its medians are known, and it is closed once and for all. What
/// comes for a closed day is counted as late and is in no figure, because a verdict must not depend on when somebody looked. Within a day
/// units are taken in the order of their names, so the figures do not depend on the order in which a day's actuals came in.
/// </summary>
public sealed class ExperimentTally
{
    private readonly ExperimentPlan plan;
    private readonly double[] shares;
    private readonly SortedDictionary<DateOnly, List<UnitOutcome>> open = [];
    private readonly HashSet<string> openUnits = new(StringComparer.Ordinal);
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
        seen = SeenUnits.Read(closed.Seen);
        foreach (var outcome in closed.Open)
            Open(outcome);
    }

    /// <summary>The closed days. <see cref="TallyState.Open"/> and <see cref="TallyState.Seen"/> are those of the last <see cref="Keep"/>.</summary>
    public TallyState Closed => closed;

    /// <summary>Units of the days that are still open.</summary>
    public int OpenUnits => openUnits.Count;

    /// <summary>All that is needed to go on later.</summary>
    public TallyState Keep() => closed = closed with { Open = [.. open.Values.SelectMany(day => day)], Seen = seen.Write() };

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
        if (closed.Latest is not { } latest || day > latest)
            Advance(day);
        if (day <= closed.ClosedThrough)
            closed = closed with { Late = closed.Late + 1 };
        else if (openUnits.Contains(outcome.Unit) || seen.Contains(outcome))
            closed = closed with { Repeated = closed.Repeated + 1 };
        else
            Open(outcome);
    }

    /// <summary>Closes all open days, oldest first: nothing more is to come.</summary>
    public void CloseAll()
    {
        while (open.Count > 0)
            Close(open.First());
        if (closed.Latest is { } latest)
            closed = closed with { ClosedThrough = latest };
    }

    private void Open(UnitOutcome outcome)
    {
        var day = DayOf(outcome);
        if (!open.TryGetValue(day, out var outcomes))
            open.Add(day, outcomes = []);
        outcomes.Add(outcome);
        openUnits.Add(outcome.Unit);
    }

    // All days before the latest less the allowed lateness are closed, those without any unit too.
    private void Advance(DateOnly latest)
    {
        var through = DateOnly.FromDayNumber(Math.Max(0, latest.DayNumber - plan.LatenessDays - 1));
        while (open.Count > 0 && open.First() is var oldest && oldest.Key <= through)
            Close(oldest);
        closed = closed with { Latest = latest, ClosedThrough = through };
    }

    private void Close(KeyValuePair<DateOnly, List<UnitOutcome>> oldest)
    {
        var (day, outcomes) = oldest;
        outcomes.Sort((a, b) => string.CompareOrdinal(a.Unit, b.Unit));
        var units = closed.Units.ToBuilder();
        foreach (var outcome in outcomes)
        {
            units[outcome.Arm]++;
            openUnits.Remove(outcome.Unit);
            seen.Add(outcome);
        }

        var counts = units.MoveToImmutable();
        closed = closed with
        {
            CountedThrough = day,
            Units = counts,
            DaysInBlock = closed.DaysInBlock + 1,
            Metrics = [.. closed.Metrics.Select((tally, index) => tally.WithDay(MomentsOf(plan.Metrics[index].Source, outcomes)))],
            SampleRatioPValue = Math.Min(closed.SampleRatioPValue, SampleRatio.SequentialPValue(counts.AsSpan(), shares)),
        };
        if (closed.DaysInBlock >= plan.BlockDays)
            closed = closed with { DaysInBlock = 0, Metrics = [.. closed.Metrics.Select(tally => tally.WithFullBlock())] };
        open.Remove(day);
    }

    private SampleMoments[] MomentsOf(MetricSource source, List<UnitOutcome> outcomes)
    {
        var arms = new SampleMoments[plan.Variants.Length];
        var values = UnitValues.Of(source, outcomes);
        for (var i = 0; i < values.Length; i++)
            arms[outcomes[i].Arm] = arms[outcomes[i].Arm].Add(values[i]);
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
