using ModelRegistry.Contracts.Experiments;

namespace ModelRegistry.Core.Experiments;

/// <summary>From the outcomes of one as-of day to the value that each unit gives to a metric.</summary>
internal static class UnitValues
{
    /// <summary>A tie says nothing of either side and counts as the coin's toss that it is.</summary>
    private const double Tie = 0.5;

    /// <summary>One value per outcome, in their order.</summary>
    public static double[] Of(MetricSource source, IReadOnlyList<UnitOutcome> outcomes)
    {
        if (source is MetricSource.Value)
            return [.. outcomes.Select(outcome => outcome.Value)];

        var medians = outcomes.GroupBy(outcome => outcome.AsOf).ToDictionary(group => group.Key, MedianOfEntities);
        return [.. outcomes.Select(outcome => Of(source, outcome, outcome.Value - medians[outcome.AsOf]))];
    }

    private static double Of(MetricSource source, UnitOutcome outcome, double excess) => source switch
    {
        MetricSource.ExcessOverMedian => excess,
        MetricSource.RankHit when outcome.Score is 0 || excess is 0 => Tie,
        MetricSource.RankHit => Math.Sign(outcome.Score) == Math.Sign(excess) ? 1 : 0,
        _ => throw new ArgumentOutOfRangeException(nameof(source), source, "No such metric source."),
    };

    // Over both arms: the day's level belongs to the day. An entity with several units counts once.
    private static double MedianOfEntities(IEnumerable<UnitOutcome> outcomes)
    {
        var values = outcomes.DistinctBy(outcome => outcome.Entity, StringComparer.Ordinal).Select(outcome => outcome.Value).Order().ToArray();
        var middle = values.Length / 2;
        return values.Length % 2 is 1 ? values[middle] : values[middle - 1] + ((values[middle] - values[middle - 1]) / 2);
    }
}
