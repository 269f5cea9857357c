namespace ModelRegistry.Contracts.Registry.Commands;

/// <summary>Opens the way to Staging and Production again.</summary>
[GenerateSerializer, Immutable, Alias("thaw-promotions")]
public sealed record ThawPromotions
{
    [Id(0)]
    public required string Reason { get; init; }

    [Id(1)]
    public Guid? ReportId { get; init; }

    [Id(2)]
    public DateTimeOffset? AsOf { get; init; }
}
