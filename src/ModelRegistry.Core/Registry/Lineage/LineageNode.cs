using ModelRegistry.Contracts.Registry;

namespace ModelRegistry.Core.Registry.Lineage;

/// <summary>A version in a lineage.</summary>
public sealed record LineageNode
{
    public required VersionReference Version { get; init; }

    /// <summary>The name of its model now.</summary>
    public required string Model { get; init; }

    public required string SemanticVersion { get; init; }

    public required Stage Stage { get; init; }

    /// <summary>A tombstone.</summary>
    public bool Deleted { get; init; }

    /// <summary>The versions it was made from: its parent, and those it is derived from.</summary>
    public required System.Collections.Immutable.ImmutableArray<VersionReference> Sources { get; init; }
}
