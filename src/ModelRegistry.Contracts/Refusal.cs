using System.Collections.Immutable;
using ModelRegistry.Contracts.Registry;

namespace ModelRegistry.Contracts;

/// <summary>An expected refusal: what was wrong, with what, and what would be right.</summary>
[GenerateSerializer, Immutable, Alias("refusal")]
public sealed record Refusal
{
    [Id(0)]
    public required RefusalKind Kind { get; init; }

    /// <summary>Stable and in snake case, for programs: <c>illegal_transition</c>, <c>gates_failed</c>.</summary>
    [Id(1)]
    public required string Code { get; init; }

    /// <summary>For people: names the thing, what was wrong with it and what would be right.</summary>
    [Id(2)]
    public required string Detail { get; init; }

    /// <summary>Every gate that was judged, where the refusal came from gates.</summary>
    [Id(3)]
    public ImmutableArray<GateResult> Gates { get; init; } = [];

    public bool Equals(Refusal? other) => Structural.Equal(this, other);

    public override int GetHashCode() => Structural.Hash(this);
}
