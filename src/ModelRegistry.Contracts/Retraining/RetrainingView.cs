using System.Collections.Immutable;

namespace ModelRegistry.Contracts.Retraining;

/// <summary>Retraining of one model.</summary>
[GenerateSerializer, Immutable, Alias("retraining-view")]
public sealed record RetrainingView
{
    [Id(0)]
    public required Guid ModelId { get; init; }

    [Id(1)]
    public long Revision { get; init; }

    /// <summary>The oldest first.</summary>
    [Id(2)]
    public ImmutableArray<RetrainingRequest> Requests { get; init; } = [];

    public bool Equals(RetrainingView? other) => Structural.Equal(this, other);

    public override int GetHashCode() => Structural.Hash(this);
}
