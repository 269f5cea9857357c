namespace ModelRegistry.Contracts.Experiments.Events;

/// <summary>The test was given up.</summary>
[GenerateSerializer, Immutable, Alias("experiment-cancelled")]
public sealed record ExperimentCancelled : ExperimentEvent
{
    [Id(0)]
    public string Reason { get; init; } = "";

    /// <summary>The sequence of the last outcome that was read.</summary>
    [Id(1)]
    public long OutcomesRead { get; init; }
}
