using System.Collections.Immutable;

namespace ModelRegistry.Postgres.Mlflow;

/// <summary>What became of a thing of another MLflow server.</summary>
public sealed record ImportAnswer
{
    public required ImportOutcome Outcome { get; init; }

    /// <summary>Of an experiment: its id here.</summary>
    public string? ExperimentId { get; init; }

    /// <summary>Of a run: where its files are, or go.</summary>
    public string? ArtifactUri { get; init; }

    /// <summary>What was left as it is here, and is another way there; for people.</summary>
    public ImmutableArray<string> Differences { get; init; } = [];
}
