using System.Collections.Immutable;
using ModelRegistry.Contracts.Registry;
using ModelRegistry.Contracts.Registry.Commands;
using ModelRegistry.Core.Hashing;

namespace ModelRegistry.Core.Registry;

/// <summary>The provenance of a version, as kept beside its artifact. Its digest stands in the event log.</summary>
public sealed record ManifestDocument
{
    public required Guid ModelId { get; init; }

    public required int Number { get; init; }

    public required string SemanticVersion { get; init; }

    public required string Flavor { get; init; }

    /// <summary>SHA-256 (hex).</summary>
    public required string ArtifactDigest { get; init; }

    public Guid? RunId { get; init; }

    public int? ParentVersion { get; init; }

    public required Signature Signature { get; init; }

    public required ImmutableDictionary<string, string> Params { get; init; }

    /// <summary>Walk-forward or hold-out.</summary>
    public required ImmutableDictionary<string, double> Metrics { get; init; }

    public required Manifest Manifest { get; init; }

    /// <summary>Null where there are none.</summary>
    public ImmutableArray<VersionReference>? DerivedFrom { get; init; }

    /// <summary>The document of a version about to be, or that was, registered.</summary>
    public static ManifestDocument Of(Guid modelId, int number, string semanticVersion, RegisterVersion version) => new()
    {
        ModelId = modelId,
        Number = number,
        SemanticVersion = semanticVersion,
        Flavor = version.Flavor,
        ArtifactDigest = version.ArtifactDigest,
        RunId = version.RunId,
        ParentVersion = version.ParentVersion,
        Signature = version.Signature,
        Params = version.Params,
        Metrics = version.Metrics,
        Manifest = version.Manifest,
        DerivedFrom = version.DerivedFrom.IsEmpty ? null : version.DerivedFrom,
    };

    /// <summary>SHA-256 (hex) of the canonical JSON of the document.</summary>
    public string Digest() => Hashing.Digest.OfCanonical(this);

    /// <summary>The canonical JSON of the document, UTF-8.</summary>
    public byte[] ToBytes() => CanonicalJson.Serialize(this);
}
