using ModelRegistry.Contracts.Registry;
using ModelRegistry.Contracts.Registry.Commands;

namespace ModelRegistry.Postgres.ReadModels;

/// <summary>One version with all that was registered: params, metrics, signature, manifest.</summary>
public sealed record VersionDetails
{
    public required int Number { get; init; }

    public required string SemanticVersion { get; init; }

    public required string BumpReason { get; init; }

    public required Stage Stage { get; init; }

    /// <summary>SHA-256 (hex) of the canonical manifest.</summary>
    public required string ManifestDigest { get; init; }

    public required DateTimeOffset CreatedAt { get; init; }

    public required string CreatedBy { get; init; }

    /// <summary>When the version last moved or was edited.</summary>
    public required DateTimeOffset UpdatedAt { get; init; }

    public required RegisterVersion Registered { get; init; }
}
