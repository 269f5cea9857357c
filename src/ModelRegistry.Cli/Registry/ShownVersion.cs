using System.Collections.Immutable;
using ModelRegistry.Contracts.Registry;

namespace ModelRegistry.Cli.Registry;

/// <summary>What people want to see of a version.</summary>
internal sealed record ShownVersion
{
    public required int Number { get; init; }

    /// <summary>Semantic version.</summary>
    public required string Version { get; init; }

    public required Stage Stage { get; init; }

    public string? BumpReason { get; init; }

    public required string Flavor { get; init; }

    public required string Artifact { get; init; }

    public required long ArtifactSize { get; init; }

    public int? Parent { get; init; }

    public string? Algorithm { get; init; }

    public string? Type { get; init; }

    public string? Description { get; init; }

    public ImmutableDictionary<string, string> Params { get; init; } = ImmutableDictionary<string, string>.Empty;

    public ImmutableDictionary<string, double> Metrics { get; init; } = ImmutableDictionary<string, double>.Empty;

    public ImmutableDictionary<string, string> Tags { get; init; } = ImmutableDictionary<string, string>.Empty;

    public ImmutableDictionary<string, string> Properties { get; init; } = ImmutableDictionary<string, string>.Empty;

    public required string ManifestDigest { get; init; }

    /// <summary>What its run logs until that ends is still to come.</summary>
    public required bool ManifestOpen { get; init; }

    public required DateTimeOffset CreatedAt { get; init; }

    public required string CreatedBy { get; init; }
}
