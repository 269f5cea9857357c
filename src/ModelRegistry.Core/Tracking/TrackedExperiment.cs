using System.Collections.Immutable;

namespace ModelRegistry.Core.Tracking;

/// <summary>An experiment of MLflow: a named group of runs. (An A/B test is something else.)</summary>
public sealed record TrackedExperiment
{
    /// <summary>Of the experiment that exists from the start.</summary>
    public const long DefaultId = 0;

    public required long Id { get; init; }

    public required string Name { get; init; }

    /// <summary>URI below which its runs keep their artifacts.</summary>
    public required string ArtifactLocation { get; init; }

    public required bool Deleted { get; init; }

    /// <summary>Unix milliseconds.</summary>
    public required long CreationTime { get; init; }

    /// <summary>Unix milliseconds.</summary>
    public required long LastUpdateTime { get; init; }

    public ImmutableArray<KeyedText> Tags { get; init; } = [];
}
