namespace ModelRegistry.Contracts.Experiments;

/// <summary>One arm.</summary>
[GenerateSerializer, Immutable, Alias("variant-plan")]
public sealed record VariantPlan
{
    [Id(0)]
    public required string Name { get; init; }

    [Id(1)]
    public required int Version { get; init; }

    /// <summary>Share of the units; the weights of a plan sum to 1.</summary>
    [Id(2)]
    public required double Weight { get; init; }
}
