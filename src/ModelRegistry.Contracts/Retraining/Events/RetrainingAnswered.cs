using System.Collections.Immutable;

namespace ModelRegistry.Contracts.Retraining.Events;

/// <summary>A version was trained for every request that was open.</summary>
[GenerateSerializer, Immutable, Alias("retraining-answered")]
public sealed record RetrainingAnswered : RetrainingEvent
{
    [Id(0)]
    public required int Number { get; init; }

    [Id(1)]
    public ImmutableArray<Guid> RequestIds { get; init; } = [];

    public bool Equals(RetrainingAnswered? other) => Structural.Equal(this, other);

    public override int GetHashCode() => Structural.Hash(this);
}
