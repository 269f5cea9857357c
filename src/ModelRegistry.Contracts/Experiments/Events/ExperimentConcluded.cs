namespace ModelRegistry.Contracts.Experiments.Events;

/// <summary>The verdict was given.</summary>
[GenerateSerializer, Immutable, Alias("experiment-concluded")]
public sealed record ExperimentConcluded : ExperimentEvent
{
    [Id(0)]
    public required Verdict Verdict { get; init; }

    [Id(1)]
    public string Reason { get; init; } = "";

    /// <summary>The last as-of day that is counted.</summary>
    [Id(2)]
    public DateTimeOffset? AsOf { get; init; }

    /// <summary>The sequence of the last outcome that was read: later ones belong to no verdict.</summary>
    [Id(3)]
    public long OutcomesRead { get; init; }
}
