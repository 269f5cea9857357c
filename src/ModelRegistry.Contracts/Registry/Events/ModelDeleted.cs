namespace ModelRegistry.Contracts.Registry.Events;

/// <summary>A model was deleted and its name freed; nothing comes after.</summary>
[GenerateSerializer, Immutable, Alias("model-deleted")]
public sealed record ModelDeleted : ModelEvent
{
    [Id(0)]
    public required string Name { get; init; }

    [Id(1)]
    public string Reason { get; init; } = "";
}
