using System.Collections.Immutable;

namespace ModelRegistry.Core.Tracking;

/// <summary>A data set as the input of a run.</summary>
public sealed record DatasetInput
{
    public required LoggedDataset Dataset { get; init; }

    /// <summary>Such as <c>mlflow.data.context</c>: training, evaluation.</summary>
    public ImmutableArray<KeyedText> Tags { get; init; } = [];
}
