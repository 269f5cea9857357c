using System.Collections.Immutable;

namespace ModelRegistry.Contracts.Registry;

/// <summary>A version in the small rows that the grain holds. Params, metrics and manifest are in the tables.</summary>
[GenerateSerializer, Immutable, Alias("version-view")]
public sealed record VersionView
{
    [Id(0)]
    public required int Number { get; init; }

    [Id(1)]
    public required string SemanticVersion { get; init; }

    [Id(2)]
    public required Stage Stage { get; init; }

    [Id(3)]
    public int? Parent { get; init; }

    [Id(4)]
    public required string Flavor { get; init; }

    [Id(5)]
    public required string ArtifactDigest { get; init; }

    [Id(6)]
    public string? ReferenceProfileDigest { get; init; }

    [Id(7)]
    public string? Type { get; init; }

    [Id(8)]
    public required string CreatedBy { get; init; }

    [Id(9)]
    public required DateTimeOffset CreatedAt { get; init; }

    [Id(10)]
    public ImmutableArray<string> ApprovedBy { get; init; } = [];

    /// <summary>Feature names in signature order.</summary>
    [Id(11)]
    public ImmutableArray<string> Inputs { get; init; } = [];

    [Id(12)]
    public bool Drill { get; init; }

    [Id(13)]
    public string? FeatureGraphHash { get; init; }

    [Id(14)]
    public string? BumpReason { get; init; }

    /// <summary>As in <see cref="RegisterVersion.ManifestOpen"/>, until it is closed.</summary>
    [Id(15)]
    public bool ManifestOpen { get; init; }

    public bool Equals(VersionView? other) => Structural.Equal(this, other);

    public override int GetHashCode() => Structural.Hash(this);
}
