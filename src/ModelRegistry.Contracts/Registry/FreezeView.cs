using System.Collections.Immutable;

namespace ModelRegistry.Contracts.Registry;

/// <summary>Why promotions are frozen.</summary>
[GenerateSerializer, Immutable, Alias("freeze-view")]
public sealed record FreezeView
{
    [Id(0)]
    public required string Reason { get; init; }

    [Id(1)]
    public required Guid ReportId { get; init; }

    [Id(2)]
    public ImmutableArray<string> Features { get; init; } = [];

    [Id(3)]
    public required DateTimeOffset AsOf { get; init; }

    public bool Equals(FreezeView? other) => Structural.Equal(this, other);

    public override int GetHashCode() => Structural.Hash(this);
}
