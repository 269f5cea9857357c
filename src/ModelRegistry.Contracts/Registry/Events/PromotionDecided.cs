using System.Collections.Immutable;

namespace ModelRegistry.Contracts.Registry.Events;

/// <summary>The gates let a version pass.</summary>
[GenerateSerializer, Immutable, Alias("promotion-decided")]
public sealed record PromotionDecided : ModelEvent
{
    [Id(0)]
    public required int Number { get; init; }

    [Id(1)]
    public required Stage To { get; init; }

    /// <summary>The version that was in production before.</summary>
    [Id(2)]
    public int? Previous { get; init; }

    /// <summary>All that were judged, with the evidence as it was then.</summary>
    [Id(3)]
    public ImmutableArray<GateResult> Gates { get; init; } = [];

    [Id(4)]
    public ImmutableDictionary<string, double> Overrides { get; init; } = ImmutableDictionary<string, double>.Empty;

    [Id(5)]
    public string Reason { get; init; } = "";

    [Id(6)]
    public string? Evidence { get; init; }

    /// <summary>SHA-256 (hex) of the policy in force.</summary>
    [Id(7)]
    public string PolicyDigest { get; init; } = "";

    public bool Equals(PromotionDecided? other) => Structural.Equal(this, other);

    public override int GetHashCode() => Structural.Hash(this);
}
