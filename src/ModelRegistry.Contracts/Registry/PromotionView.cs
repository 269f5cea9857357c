using System.Collections.Immutable;

namespace ModelRegistry.Contracts.Registry;

/// <summary>What a promotion, transition or rollback came to.</summary>
[GenerateSerializer, Immutable, Alias("promotion-view")]
public sealed record PromotionView
{
    [Id(0)]
    public required VersionView Version { get; init; }

    /// <summary>The version that left production.</summary>
    [Id(1)]
    public int? Previous { get; init; }

    [Id(2)]
    public ImmutableArray<GateResult> Gates { get; init; } = [];

    /// <summary>The arrows taken, such as <c>Trained → Validated</c>.</summary>
    [Id(3)]
    public ImmutableArray<string> Walked { get; init; } = [];

    public bool Equals(PromotionView? other) => Structural.Equal(this, other);

    public override int GetHashCode() => Structural.Hash(this);
}
