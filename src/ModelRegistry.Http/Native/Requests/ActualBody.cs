namespace ModelRegistry.Http.Native.Requests;

/// <summary>One actual in POST …/actuals: by prediction id, or by entity and as-of time.</summary>
internal sealed record ActualBody
{
    public Guid? PredictionId { get; init; }

    public string? Entity { get; init; }

    public DateTimeOffset? AsOf { get; init; }

    public required double Value { get; init; }
}
