using System.Collections.Immutable;
using ModelRegistry.Contracts.Experiments;

namespace ModelRegistry.Postgres.Experiments;

/// <summary>An A/B test in a list.</summary>
public sealed record ExperimentSummary
{
    public required Guid Id { get; init; }

    public required string Name { get; init; }

    public required Guid ModelId { get; init; }

    /// <summary>The name of the model now; null when it was deleted.</summary>
    public string? Model { get; init; }

    public required ExperimentStatus Status { get; init; }

    /// <summary>Version per arm, the champion first.</summary>
    public ImmutableArray<int> Versions { get; init; } = [];

    /// <summary>Of the verdict; null before it.</summary>
    public string? Outcome { get; init; }

    public required DateTimeOffset CreatedAt { get; init; }

    public DateTimeOffset? StartedAt { get; init; }

    public DateTimeOffset? EndedAt { get; init; }
}
