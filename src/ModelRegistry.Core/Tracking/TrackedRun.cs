using System.Collections.Immutable;

namespace ModelRegistry.Core.Tracking;

/// <summary>A run with what it logged.</summary>
public sealed record TrackedRun
{
    public required RunInfo Info { get; init; }

    /// <summary>The latest value of each metric: the greatest by step, then timestamp, then value.</summary>
    public ImmutableArray<LoggedMetric> Metrics { get; init; } = [];

    public ImmutableArray<KeyedText> Params { get; init; } = [];

    public ImmutableArray<KeyedText> Tags { get; init; } = [];

    public ImmutableArray<DatasetInput> Inputs { get; init; } = [];
}
