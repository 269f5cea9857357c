namespace ModelRegistry.Contracts.Registry.Events;

/// <summary>A version was registered.</summary>
[GenerateSerializer, Immutable, Alias("version-registered")]
public sealed record VersionRegistered : ModelEvent
{
    /// <summary>1, 2, 3…</summary>
    [Id(0)]
    public required int Number { get; init; }

    [Id(1)]
    public required string SemanticVersion { get; init; }

    /// <summary>Why this semantic version.</summary>
    [Id(2)]
    public required string BumpReason { get; init; }

    [Id(3)]
    public required Stage Stage { get; init; }

    /// <summary>SHA-256 (hex) of the canonical manifest.</summary>
    [Id(4)]
    public required string ManifestDigest { get; init; }

    /// <summary>All that was registered.</summary>
    [Id(5)]
    public required RegisterVersion Version { get; init; }
}
