using System.Collections.Immutable;

namespace ModelRegistry.Grains.Serving;

/// <summary>What the predictions of one version came to over a span of as-of days.</summary>
public sealed record RealisedPerformance
{
    public required int Version { get; init; }

    public required DateTimeOffset From { get; init; }

    public required DateTimeOffset To { get; init; }

    /// <summary>As-of days with at least <see cref="PerformanceQuery.LeastPerDay"/> outcomes.</summary>
    public int Days { get; init; }

    public long Outcomes { get; init; }

    /// <summary>Mean of the daily Spearman correlation of score and actual; null with no such day.</summary>
    public double? RankIc { get; init; }

    /// <summary>Newey–West standard error of <see cref="RankIc"/>; null with too few days.</summary>
    public double? RankIcStandardError { get; init; }

    /// <summary>Share of outcomes whose score and excess over the day's median have the same sign.</summary>
    public double? HitRate { get; init; }

    /// <summary>One entry per counted day, in order.</summary>
    public ImmutableArray<DailyRankIc> Series { get; init; } = [];
}
