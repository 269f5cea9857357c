using System.Collections.Immutable;

namespace ModelRegistry.Contracts.Experiments;

/// <summary>An A/B test as it was planned. The first variant is the champion.</summary>
[GenerateSerializer, Immutable, Alias("experiment-plan")]
public sealed record ExperimentPlan
{
    [Id(0)]
    public required string Name { get; init; }

    [Id(1)]
    public required Guid ModelId { get; init; }

    [Id(2)]
    public ImmutableArray<VariantPlan> Variants { get; init; } = [];

    [Id(3)]
    public ImmutableArray<MetricPlan> Metrics { get; init; } = [];

    [Id(4)]
    public double Confidence { get; init; } = 0.95;

    /// <summary>Units per arm before anything is said.</summary>
    [Id(5)]
    public long MinSamples { get; init; } = 100;

    /// <summary>Assignment is SHA-256 of (seed, unit).</summary>
    [Id(6)]
    public required string Seed { get; init; }

    /// <summary>Units with an earlier as-of time are not in the test.</summary>
    [Id(7)]
    public DateTimeOffset? AsOfFrom { get; init; }

    /// <summary>Units with this as-of time or a later one are not in the test.</summary>
    [Id(8)]
    public DateTimeOffset? AsOfTo { get; init; }

    /// <summary>As-of days in one block of the interval by time.</summary>
    [Id(9)]
    public int BlockDays { get; init; } = 5;

    /// <summary>Promote the winner on conclusion; otherwise only recommend.</summary>
    [Id(10)]
    public bool PromoteOnWin { get; init; }

    /// <summary>
    /// An as-of day is counted when an outcome has come of a day that is later by more than this. 0 where actuals come day by day;
    /// larger where those of one day come over several.
    /// </summary>
    [Id(11)]
    public int LatenessDays { get; init; }

    public bool Equals(ExperimentPlan? other) => Structural.Equal(this, other);

    public override int GetHashCode() => Structural.Hash(this);
}
