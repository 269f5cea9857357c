using System.Collections.Immutable;

namespace ModelRegistry.Contracts.Registry;

/// <summary>What a promotion or transition would come to if it were sent now. Nothing was changed.</summary>
[GenerateSerializer, Immutable, Alias("promotion-review")]
public sealed record PromotionReview
{
    [Id(0)]
    public required bool WouldPass { get; init; }

    /// <summary>Why it would be refused.</summary>
    [Id(1)]
    public Refusal? Refusal { get; init; }

    /// <summary>Every gate on the way, those that hold too.</summary>
    [Id(2)]
    public ImmutableArray<GateResult> Gates { get; init; } = [];

    /// <summary>The arrows it would take, such as <c>Trained → Validated</c>.</summary>
    [Id(3)]
    public ImmutableArray<string> Walked { get; init; } = [];

    /// <summary>The version that would leave production.</summary>
    [Id(4)]
    public int? Previous { get; init; }

    /// <summary>The revision of the model that this was judged on.</summary>
    [Id(5)]
    public required long Revision { get; init; }

    public bool Equals(PromotionReview? other) => Structural.Equal(this, other);

    public override int GetHashCode() => Structural.Hash(this);
}
