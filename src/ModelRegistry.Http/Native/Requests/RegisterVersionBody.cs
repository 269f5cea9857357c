using System.Collections.Immutable;
using ModelRegistry.Contracts.Registry;

namespace ModelRegistry.Http.Native.Requests;

/// <summary>POST /models/{model}/versions.</summary>
internal sealed record RegisterVersionBody
{
    public string? Version { get; init; }

    public string? Bump { get; init; }

    public required string Flavor { get; init; }

    /// <summary>Digest of an uploaded artifact.</summary>
    public required string Artifact { get; init; }

    /// <summary>Digest of an uploaded training profile (JSON), from which drift thresholds are calibrated.</summary>
    public string? TrainingProfile { get; init; }

    public Guid? RunId { get; init; }

    /// <summary>Number of the parent version.</summary>
    public int? Parent { get; init; }

    public ImmutableDictionary<string, string> Params { get; init; } = ImmutableDictionary<string, string>.Empty;

    public ImmutableDictionary<string, double> Metrics { get; init; } = ImmutableDictionary<string, double>.Empty;

    public ImmutableDictionary<string, string> Tags { get; init; } = ImmutableDictionary<string, string>.Empty;

    public Signature? Signature { get; init; }

    public Manifest? Manifest { get; init; }

    public string? Algorithm { get; init; }

    public string? Type { get; init; }

    public string? Description { get; init; }

    public ImmutableDictionary<string, string> Properties { get; init; } = ImmutableDictionary<string, string>.Empty;

    /// <summary>JSON text.</summary>
    public string? DeploymentConfig { get; init; }

    public string? ServingEndpoint { get; init; }

    public string? ServingNotes { get; init; }

    /// <summary>Versions of models, this or others, that it was made from.</summary>
    public ImmutableArray<SourceBody> DerivedFrom { get; init; } = [];

    /// <summary>Draft or Trained (the default).</summary>
    public string? Stage { get; init; }
}
