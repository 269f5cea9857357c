namespace ModelRegistry.Contracts.Experiments;

/// <summary>An A/B test as its grain sees it.</summary>
[GenerateSerializer, Immutable, Alias("experiment-view")]
public sealed record ExperimentView
{
    [Id(0)]
    public required Guid Id { get; init; }

    [Id(1)]
    public required ExperimentPlan Plan { get; init; }

    [Id(2)]
    public required ExperimentStatus Status { get; init; }

    [Id(3)]
    public required long Revision { get; init; }

    [Id(4)]
    public Verdict? Verdict { get; init; }

    [Id(5)]
    public DateTimeOffset? StartedAt { get; init; }

    [Id(6)]
    public DateTimeOffset? ConcludedAt { get; init; }

    /// <summary>What the model answered when it was asked to promote the winner; null when it was not asked, or not yet.</summary>
    [Id(7)]
    public string? Promotion { get; init; }
}
