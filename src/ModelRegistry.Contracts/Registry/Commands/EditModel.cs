using System.Collections.Immutable;

namespace ModelRegistry.Contracts.Registry.Commands;

/// <summary>Changes what is said about a model. What is not given stays.</summary>
[GenerateSerializer, Immutable, Alias("edit-model")]
public sealed record EditModel
{
    /// <summary>Empty removes it.</summary>
    [Id(0)]
    public string? Description { get; init; }

    [Id(1)]
    public ImmutableDictionary<string, string> SetTags { get; init; } = ImmutableDictionary<string, string>.Empty;

    [Id(2)]
    public ImmutableArray<string> RemoveTags { get; init; } = [];

    public bool Equals(EditModel? other) => Structural.Equal(this, other);

    public override int GetHashCode() => Structural.Hash(this);
}
