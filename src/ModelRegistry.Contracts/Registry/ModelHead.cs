using System.Collections.Immutable;

namespace ModelRegistry.Contracts.Registry;

/// <summary>A model without its versions: what a command about the model answers, the same size however many versions there are.</summary>
[GenerateSerializer, Immutable, Alias("model-head")]
public sealed record ModelHead
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

    /// <summary>The number of the latest version; 0 where there is none.</summary>
    [Id(10)]
    public required int LatestVersion { get; init; }

    /// <summary>Put away: it can be read but not changed until it is restored.</summary>
    [Id(11)]
    public bool Archived { get; init; }

    public bool Equals(ModelHead? other) => Structural.Equal(this, other);

    public override int GetHashCode() => Structural.Hash(this);
}
