using System.Collections.Immutable;

namespace ModelRegistry.Contracts.Registry.Commands;

/// <summary>Closes the way to Staging and Production until thawed.</summary>
[GenerateSerializer, Immutable, Alias("freeze-promotions")]
public sealed record FreezePromotions
{
    [Id(0)]
    public required string Reason { get; init; }

    [Id(1)]
    public required Guid ReportId { get; init; }

    /// <summary>The features whose drift was severe.</summary>
    [Id(2)]
    public ImmutableArray<string> Features { get; init; } = [];

    [Id(3)]
    public required DateTimeOffset AsOf { get; init; }

    public bool Equals(FreezePromotions? other) => Structural.Equal(this, other);

    public override int GetHashCode() => Structural.Hash(this);
}
