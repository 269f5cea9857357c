using System.Collections.Immutable;
using ModelRegistry.Core.Monitoring;
using ModelRegistry.Learning.Validation;

namespace ModelRegistry.Learning.Training;

/// <summary>What a training leaves behind.</summary>
public sealed record TrainingResult
{
    /// <summary>The artifact, of flavor <c>stock-ranking</c>.</summary>
    public required ReadOnlyMemory<byte> Model { get; init; }

    public required TrainingProfile Profile { get; init; }

    public required VersionDraft Version { get; init; }

    /// <summary>Days the final model was fitted to, as indices of the panel.</summary>
    public required DaySpan Trained { get; init; }

    /// <summary>How the metrics came about: what each fold was trained on and tested on.</summary>
    public required ImmutableArray<WalkForwardFold> Folds { get; init; }
}
