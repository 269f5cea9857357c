using System.Collections.Immutable;
using ModelRegistry.Contracts.Registry;

namespace ModelRegistry.Learning.Training;

/// <summary>The body for registering a trained version, without the digests of its artifacts.</summary>
public sealed record VersionDraft
{
    public required string Flavor { get; init; }

    public required string Algorithm { get; init; }

    /// <summary>Selects the strategy of the promotion policy.</summary>
    public required string Type { get; init; }

    public required string Description { get; init; }

    public required ImmutableSortedDictionary<string, string> Params { get; init; }

    /// <summary>Walk-forward, never in-sample.</summary>
    public required ImmutableSortedDictionary<string, double> Metrics { get; init; }

    public required ImmutableSortedDictionary<string, string> Tags { get; init; }

    public required Signature Signature { get; init; }

    public required Manifest Manifest { get; init; }
}
