namespace ModelRegistry.Contracts.Retraining.Events;

/// <summary>Retraining was asked for.</summary>
[GenerateSerializer, Immutable, Alias("retraining-requested")]
public sealed record RetrainingRequested : RetrainingEvent
{
    [Id(0)]
    public required Guid RequestId { get; init; }

    [Id(1)]
    public required string Reason { get; init; }

    [Id(2)]
    public Guid? ReportId { get; init; }

    [Id(3)]
    public DateTimeOffset? AsOf { get; init; }
}
