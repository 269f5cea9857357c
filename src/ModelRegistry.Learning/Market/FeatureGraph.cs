using System.Collections.Immutable;

namespace ModelRegistry.Learning.Market;

/// <summary>Everything that decides what a feature's value is; two graphs of the same hash compute the same.</summary>
internal sealed record FeatureGraph
{
    /// <summary>Raised when what is computed changes though no name or formula does.</summary>
    public int Revision { get; init; } = 1;

    public string Missing { get; init; } = "NaN";

    public string Rank { get; init; } = "(average rank of ties - 0.5) / count - 0.5";

    public required ImmutableArray<RawFeature> Raw { get; init; }

    public required ImmutableArray<FeatureDefinition> Features { get; init; }
}
