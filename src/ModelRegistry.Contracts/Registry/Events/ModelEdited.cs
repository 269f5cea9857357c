using System.Collections.Immutable;

namespace ModelRegistry.Contracts.Registry.Events;

/// <summary>What is said about a model was changed; null and empty is what stayed.</summary>
[GenerateSerializer, Immutable, Alias("model-edited")]
public sealed record ModelEdited : ModelEvent
{
    /// <summary>Empty where it was removed.</summary>
    [Id(0)]
    public string? Description { get; init; }

    [Id(1)]
    public ImmutableDictionary<string, string> SetTags { get; init; } = ImmutableDictionary<string, string>.Empty;

    [Id(2)]
    public ImmutableArray<string> RemovedTags { get; init; } = [];

    public bool Equals(ModelEdited? other) => Structural.Equal(this, other);

    public override int GetHashCode() => Structural.Hash(this);
}
