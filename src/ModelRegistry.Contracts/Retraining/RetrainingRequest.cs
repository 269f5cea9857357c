namespace ModelRegistry.Contracts.Retraining;

/// <summary>One request for retraining and what became of it.</summary>
[GenerateSerializer, Immutable, Alias("retraining-request")]
public sealed record RetrainingRequest
{
    [Id(0)]
    public required Guid Id { get; init; }

    [Id(1)]
    public required string Reason { get; init; }

    [Id(2)]
    public Guid? ReportId { get; init; }

    [Id(3)]
    public DateTimeOffset? AsOf { get; init; }

    [Id(4)]
    public required DateTimeOffset RequestedAt { get; init; }

    /// <summary>The version that was trained.</summary>
    [Id(5)]
    public int? AnsweredBy { get; init; }
}
