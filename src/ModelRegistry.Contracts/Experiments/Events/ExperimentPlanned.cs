namespace ModelRegistry.Contracts.Experiments.Events;

/// <summary>An A/B test was planned.</summary>
[GenerateSerializer, Immutable, Alias("experiment-planned")]
public sealed record ExperimentPlanned : ExperimentEvent
{
    [Id(0)]
    public required Guid ExperimentId { get; init; }

    [Id(1)]
    public required ExperimentPlan Plan { get; init; }
}
