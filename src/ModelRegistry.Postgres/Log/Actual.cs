namespace ModelRegistry.Postgres.Log;

/// <summary>What really happened, named by prediction or by entity and as-of time.</summary>
public sealed record Actual
{
    public Guid? PredictionId { get; init; }

    public string? Entity { get; init; }

    public DateTimeOffset? AsOf { get; init; }

    public required double Value { get; init; }
}
