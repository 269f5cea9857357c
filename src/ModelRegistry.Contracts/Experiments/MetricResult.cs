using System.Collections.Immutable;

namespace ModelRegistry.Contracts.Experiments;

/// <summary>One metric of an A/B test, so far. Differences are challenger minus champion.</summary>
[GenerateSerializer, Immutable, Alias("metric-result")]
public sealed record MetricResult
{
    [Id(0)]
    public required string Metric { get; init; }

    /// <summary>In the order of the plan.</summary>
    [Id(1)]
    public ImmutableArray<ArmResult> Arms { get; init; } = [];

    /// <summary>Null while there is not enough data.</summary>
    [Id(2)]
    public double? Estimate { get; init; }

    /// <summary>Welch, two-sided, by units.</summary>
    [Id(3)]
    public double? PValue { get; init; }

    /// <summary>By units, valid at one look.</summary>
    [Id(4)]
    public Interval? Welch { get; init; }

    /// <summary>By units, valid at every look: what happened on these days.</summary>
    [Id(5)]
    public Interval? Sequential { get; init; }

    /// <summary>By blocks of as-of days: what to expect on other days.</summary>
    [Id(6)]
    public Interval? Blocks { get; init; }

    [Id(7)]
    public int BlockCount { get; init; }

    public bool Equals(MetricResult? other) => Structural.Equal(this, other);

    public override int GetHashCode() => Structural.Hash(this);
}
