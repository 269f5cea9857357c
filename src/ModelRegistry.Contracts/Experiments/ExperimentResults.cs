using System.Collections.Immutable;

namespace ModelRegistry.Contracts.Experiments;

/// <summary>The figures of an A/B test so far.</summary>
[GenerateSerializer, Alias("experiment-results")]
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
}
