using System.Collections.Immutable;

namespace ModelRegistry.Core.Serving;

/// <summary>What a host needs to load and score one version.</summary>
public sealed record RoutedVersion
{
    public required int Number { get; init; }

    public required string Flavor { get; init; }

    /// <summary>SHA-256 (hex) of the artifact; checked again when it is loaded.</summary>
    public required string ArtifactDigest { get; init; }

    /// <summary>Feature names in signature order: the order in which they are scored and logged.</summary>
    public ImmutableArray<string> Inputs { get; init; } = [];

    public string? FeatureGraphHash { get; init; }

    /// <summary>A version of a fire drill; what it scores is counted apart.</summary>
    public bool Drill { get; init; }
}
