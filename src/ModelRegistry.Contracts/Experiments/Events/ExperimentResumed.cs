namespace ModelRegistry.Contracts.Experiments.Events;

/// <summary>Units are being assigned again.</summary>
[GenerateSerializer, Immutable, Alias("experiment-resumed")]
public sealed record ExperimentResumed : ExperimentEvent
{
    [Id(0)]
    public string Reason { get; init; } = "";
}
