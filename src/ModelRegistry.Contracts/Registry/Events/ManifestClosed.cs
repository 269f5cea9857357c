using System.Collections.Immutable;

namespace ModelRegistry.Contracts.Registry.Events;

/// <summary>A version took what its run had to say, and takes no more of it: these stand in the place of what was registered.</summary>
[GenerateSerializer, Immutable, Alias("manifest-closed")]
public sealed record ManifestClosed : ModelEvent
{
    [Id(0)]
    public required int Number { get; init; }

    /// <summary>run_ended, promotion, transition or approval.</summary>
    [Id(1)]
    public required string Cause { get; init; }

    [Id(2)]
    public ImmutableDictionary<string, string> Params { get; init; } = ImmutableDictionary<string, string>.Empty;

    [Id(3)]
    public ImmutableDictionary<string, double> Metrics { get; init; } = ImmutableDictionary<string, double>.Empty;

    /// <summary>As in <see cref="Manifest.RunTags"/>.</summary>
    [Id(4)]
    public string? RunTags { get; init; }

    [Id(5)]
    public required Signature Signature { get; init; }

    /// <summary>SHA-256 (hex) of the canonical manifest, as it is from now on.</summary>
    [Id(6)]
    public required string ManifestDigest { get; init; }

    /// <summary>SHA-256 (hex) of flavor, algorithm and hyper-parameters, by which the next version is compared with this one.</summary>
    [Id(7)]
    public required string SettingsDigest { get; init; }

    public bool Equals(ManifestClosed? other) => Structural.Equal(this, other);

    public override int GetHashCode() => Structural.Hash(this);
}
