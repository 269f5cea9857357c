namespace ModelRegistry.Contracts.Registry.Events;

/// <summary>The way to Staging and Production was opened again.</summary>
[GenerateSerializer, Immutable, Alias("promotions-thawed")]
public sealed record PromotionsThawed : ModelEvent
{
    [Id(0)]
    public required string Reason { get; init; }

    [Id(1)]
    public Guid? ReportId { get; init; }

    [Id(2)]
    public DateTimeOffset? AsOf { get; init; }
}
