using System.Collections.Immutable;

namespace ModelRegistry.Http.Native;

/// <summary>How one version scored the rows.</summary>
internal sealed record ScoredVersion
{
    public required string Model { get; init; }

    public required int Number { get; init; }

    public required string Version { get; init; }

    /// <summary>Features of the model that no row has.</summary>
    public required ImmutableArray<string> MissingFeatures { get; init; }

    /// <summary>Over the rows with a label; empty without any.</summary>
    public required ImmutableSortedDictionary<string, double> Metrics { get; init; }

    /// <summary>One a row, in their order.</summary>
    public required ImmutableArray<double> Scores { get; init; }
}
