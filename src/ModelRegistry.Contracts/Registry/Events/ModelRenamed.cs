namespace ModelRegistry.Contracts.Registry.Events;

/// <summary>A model has another name.</summary>
[GenerateSerializer, Immutable, Alias("model-renamed")]
public sealed record ModelRenamed : ModelEvent
{
    [Id(0)]
    public required string From { get; init; }

    [Id(1)]
    public required string To { get; init; }
}
