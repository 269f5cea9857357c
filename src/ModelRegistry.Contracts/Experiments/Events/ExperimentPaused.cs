namespace ModelRegistry.Contracts.Experiments.Events;

/// <summary>New units go to the champion.</summary>
[GenerateSerializer, Immutable, Alias("experiment-paused")]
public sealed record ExperimentPaused : ExperimentEvent
{
    [Id(0)]
    public string Reason { get; init; } = "";
}
