namespace ModelRegistry.Contracts.Experiments;

/// <summary>One metric of an A/B test.</summary>
[GenerateSerializer, Immutable, Alias("metric-plan")]
public sealed record MetricPlan
{
    [Id(0)]
    public required string Name { get; init; }

    [Id(1)]
    public MetricKind Kind { get; init; } = MetricKind.Mean;

    [Id(2)]
    public MetricSource Source { get; init; }

    /// <summary>True when larger is better.</summary>
    [Id(3)]
    public bool Increase { get; init; } = true;

    [Id(4)]
    public bool Primary { get; init; } = true;
}
