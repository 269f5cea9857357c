using System.Collections.Immutable;

namespace ModelRegistry.Contracts.Registry;

/// <summary>A model as its grain sees it.</summary>
[GenerateSerializer, Immutable, Alias("model-view")]
public sealed record ModelView
{
    [Id(0)]
    public required Guid Id { get; init; }

    [Id(1)]
    public required string Name { get; init; }

    [Id(2)]
    public required LifecycleProfile Lifecycle { get; init; }

    [Id(3)]
    public string? Description { get; init; }

    [Id(4)]
    public ImmutableDictionary<string, string> Tags { get; init; } = ImmutableDictionary<string, string>.Empty;

    /// <summary>The length of the model's event stream.</summary>
    [Id(5)]
    public required long Revision { get; init; }

    /// <summary>The version in production.</summary>
    [Id(6)]
    public int? Production { get; init; }

    [Id(7)]
    public ImmutableArray<int> Shadows { get; init; } = [];

    /// <summary>Set while promotions are frozen.</summary>
    [Id(8)]
    public FreezeView? Frozen { get; init; }

    [Id(9)]
    public ImmutableDictionary<string, int> Aliases { get; init; } = ImmutableDictionary<string, int>.Empty;

    /// <summary>By number.</summary>
    [Id(10)]
    public ImmutableArray<VersionView> Versions { get; init; } = [];

    /// <summary>The production versions before the present one, the latest last: where a rollback goes. One that was rolled back is no longer among them.</summary>
    [Id(11)]
    public ImmutableArray<int> FormerProduction { get; init; } = [];

    /// <summary>Put away: it can be read but not changed until it is restored.</summary>
    [Id(12)]
    public bool Archived { get; init; }

    /// <summary>Versions that were deleted, by number: what they answered once is still in the log.</summary>
    [Id(13)]
    public ImmutableArray<VersionView> DeletedVersions { get; init; } = [];

    public bool Equals(ModelView? other) => Structural.Equal(this, other);

    public override int GetHashCode() => Structural.Hash(this);
}
