using System.Collections.Immutable;

namespace ModelRegistry.Contracts.Registry.Commands;

/// <summary>Registers the next version of a model. Artifacts named here are already in the artifact store and have been checked.</summary>
[GenerateSerializer, Immutable, Alias("register-version")]
public sealed record RegisterVersion
{
    /// <summary>Chosen by the caller; null lets <see cref="Bump"/> decide.</summary>
    [Id(0)]
    public string? SemanticVersion { get; init; }

    /// <summary>major, minor, patch or auto (the default).</summary>
    [Id(1)]
    public string? Bump { get; init; }

    /// <summary>How the artifact is loaded: <c>xgboost</c>, <c>stock-ranking</c>…</summary>
    [Id(2)]
    public required string Flavor { get; init; }

    /// <summary>SHA-256 (hex) of the artifact.</summary>
    [Id(3)]
    public required string ArtifactDigest { get; init; }

    /// <summary>Bytes.</summary>
    [Id(4)]
    public required long ArtifactSize { get; init; }

    /// <summary>Artifact with the calibrated drift reference, made from the training profile at the door.</summary>
    [Id(5)]
    public string? ReferenceProfileDigest { get; init; }

    [Id(6)]
    public Guid? RunId { get; init; }

    [Id(7)]
    public int? ParentVersion { get; init; }

    [Id(8)]
    public string? Algorithm { get; init; }

    /// <summary>ranking, regime, earnings, factor_timing or any other; selects the strategy of the promotion policy.</summary>
    [Id(9)]
    public string? Type { get; init; }

    [Id(10)]
    public string? Description { get; init; }

    [Id(11)]
    public ImmutableDictionary<string, string> Params { get; init; } = ImmutableDictionary<string, string>.Empty;

    /// <summary>Walk-forward or hold-out, never in-sample.</summary>
    [Id(12)]
    public ImmutableDictionary<string, double> Metrics { get; init; } = ImmutableDictionary<string, double>.Empty;

    /// <summary>The tag <c>drill=true</c> marks a version of a fire drill.</summary>
    [Id(13)]
    public ImmutableDictionary<string, string> Tags { get; init; } = ImmutableDictionary<string, string>.Empty;

    [Id(14)]
    public Signature Signature { get; init; } = new();

    [Id(15)]
    public Manifest Manifest { get; init; } = new();

    /// <summary>Draft or Trained.</summary>
    [Id(16)]
    public Stage InitialStage { get; init; } = Stage.Trained;

    /// <summary>Whatever else is worth keeping, never changed.</summary>
    [Id(17)]
    public ImmutableDictionary<string, string> Properties { get; init; } = ImmutableDictionary<string, string>.Empty;

    /// <summary>How it is to be deployed, as JSON text. It may be edited later.</summary>
    [Id(18)]
    public string? DeploymentConfig { get; init; }

    /// <summary>Where it is served, when not by this registry. It may be edited later.</summary>
    [Id(19)]
    public string? ServingEndpoint { get; init; }

    /// <summary>What operators should know. It may be edited later.</summary>
    [Id(20)]
    public string? ServingNotes { get; init; }

    /// <summary>Versions of other models that it was made from, such as the members of an ensemble.</summary>
    [Id(21)]
    public ImmutableArray<VersionReference> DerivedFrom { get; init; } = [];

    /// <summary>
    /// Params, metrics, signature and what is kept of tags are those of a run that goes on: gates judge what it has logged by then, and the version takes it over for good
    /// when the run ends, or before, when a governed transition rests on it.
    /// </summary>
    [Id(22)]
    public bool ManifestOpen { get; init; }

    public bool Equals(RegisterVersion? other) => Structural.Equal(this, other);

    public override int GetHashCode() => Structural.Hash(this);
}
