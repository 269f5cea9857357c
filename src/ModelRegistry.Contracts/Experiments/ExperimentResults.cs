using System.Collections.Immutable;

namespace ModelRegistry.Contracts.Experiments;

/// <summary>The figures of an A/B test so far.</summary>
[GenerateSerializer, Immutable, Alias("experiment-results")]
public sealed record ExperimentResults
{
    [Id(0)]
    public required ExperimentView Experiment { get; init; }

    [Id(1)]
    public ImmutableArray<MetricResult> Metrics { get; init; } = [];

    /// <summary>The cursor into the outcomes of the model.</summary>
    [Id(2)]
    public long OutcomesRead { get; init; }

    /// <summary>The last as-of day whose units are counted; later days are still open.</summary>
    [Id(3)]
    public DateTimeOffset? CountedThrough { get; init; }

    /// <summary>Units of as-of days that are still open.</summary>
    [Id(4)]
    public long OpenUnits { get; init; }

    /// <summary>Sequential sample-ratio check; small means the split is not what was planned.</summary>
    [Id(5)]
    public double SampleRatioPValue { get; init; } = 1;

    [Id(6)]
    public string Recommendation { get; init; } = "";

    /// <summary>Outcomes that came after their as-of day was closed; in no figure.</summary>
    [Id(7)]
    public long LateOutcomes { get; init; }

    /// <summary>Further outcomes of units that were counted; in no figure.</summary>
    [Id(8)]
    public long RepeatedOutcomes { get; init; }

    /// <summary>Outcomes whose score or actual is not a finite number; in no figure.</summary>
    [Id(9)]
    public long InvalidOutcomes { get; init; }

    public bool Equals(ExperimentResults? other) => Structural.Equal(this, other);

    public override int GetHashCode() => Structural.Hash(this);
}
