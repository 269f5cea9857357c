using System.Collections.Immutable;
using ModelRegistry.Contracts.Registry;
using ModelRegistry.Postgres.ReadModels;

namespace ModelRegistry.Http.Native;

/// <summary>A version as the API shows it: everything that was registered, flat.</summary>
internal sealed record VersionDocument
{
    public required int Number { get; init; }

    /// <summary>Semantic version.</summary>
    public required string Version { get; init; }

    public required Stage Stage { get; init; }

    public required string BumpReason { get; init; }

    public required string Flavor { get; init; }

    public required string Artifact { get; init; }

    public required long ArtifactSize { get; init; }

    /// <summary>Digest of the calibrated drift reference.</summary>
    public string? ReferenceProfile { get; init; }

    public int? Parent { get; init; }

    public Guid? RunId { get; init; }

    public string? Algorithm { get; init; }

    public string? Type { get; init; }

    public string? Description { get; init; }

    public ImmutableDictionary<string, string> Params { get; init; } = ImmutableDictionary<string, string>.Empty;

    /// <summary>Walk-forward or hold-out, never in-sample.</summary>
    public ImmutableDictionary<string, double> Metrics { get; init; } = ImmutableDictionary<string, double>.Empty;

    public ImmutableDictionary<string, string> Tags { get; init; } = ImmutableDictionary<string, string>.Empty;

    public ImmutableDictionary<string, string> Properties { get; init; } = ImmutableDictionary<string, string>.Empty;

    /// <summary>JSON text.</summary>
    public string? DeploymentConfig { get; init; }

    public string? ServingEndpoint { get; init; }

    public string? ServingNotes { get; init; }

    public ImmutableArray<VersionReference> DerivedFrom { get; init; } = [];

    public required Signature Signature { get; init; }

    public required Manifest Manifest { get; init; }

    public required string ManifestDigest { get; init; }

    /// <summary>Params, metrics, signature and run tags are still to be taken over from the run; what is shown is what it had logged when the version was registered.</summary>
    public required bool ManifestOpen { get; init; }

    public required DateTimeOffset CreatedAt { get; init; }

    public required string CreatedBy { get; init; }

    /// <summary>When it last moved or was edited.</summary>
    public required DateTimeOffset UpdatedAt { get; init; }

    public static VersionDocument Of(VersionDetails details) => new()
    {
        Number = details.Number,
        Version = details.SemanticVersion,
        Stage = details.Stage,
        BumpReason = details.BumpReason,
        Flavor = details.Registered.Flavor,
        Artifact = details.Registered.ArtifactDigest,
        ArtifactSize = details.Registered.ArtifactSize,
        ReferenceProfile = details.Registered.ReferenceProfileDigest,
        Parent = details.Registered.ParentVersion,
        RunId = details.Registered.RunId,
        Algorithm = details.Registered.Algorithm,
        Type = details.Registered.Type,
        Description = details.Registered.Description,
        Params = details.Registered.Params,
        Metrics = details.Registered.Metrics,
        Tags = details.Registered.Tags,
        Properties = details.Registered.Properties,
        DeploymentConfig = details.Registered.DeploymentConfig,
        ServingEndpoint = details.Registered.ServingEndpoint,
        ServingNotes = details.Registered.ServingNotes,
        DerivedFrom = details.Registered.DerivedFrom,
        UpdatedAt = details.UpdatedAt,
        Signature = details.Registered.Signature,
        Manifest = details.Registered.Manifest,
        ManifestDigest = details.ManifestDigest,
        ManifestOpen = details.Registered.ManifestOpen,
        CreatedAt = details.CreatedAt,
        CreatedBy = details.CreatedBy,
    };
}
