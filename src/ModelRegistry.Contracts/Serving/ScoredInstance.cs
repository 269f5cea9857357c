namespace ModelRegistry.Contracts.Serving;

/// <summary>One scored unit.</summary>
[GenerateSerializer, Immutable, Alias("scored-instance")]
public sealed record ScoredInstance
{
    /// <summary>UUIDv7.</summary>
    [Id(0)]
    public required Guid PredictionId { get; init; }

    [Id(1)]
    public required double Score { get; init; }

    /// <summary>1 (lowest) to 5 within the as-of time of the request, where the flavor ranks.</summary>
    [Id(2)]
    public int? Quintile { get; init; }

    [Id(3)]
    public required int Version { get; init; }

    /// <summary>The arm of the A/B test.</summary>
    [Id(4)]
    public string? Variant { get; init; }
}
