namespace ModelRegistry.Contracts.Experiments.Events;

/// <summary>The verdict was given.</summary>
[GenerateSerializer, Alias("experiment-concluded")]
public sealed record ExperimentConcluded : ExperimentEvent
{
    [Id(0)]
    public required Verdict Verdict { get; init; }

    [Id(1)]
    public string Reason { get; init; } = "";

    [Id(2)]
    public DateTimeOffset? AsOf { get; init; }
}
