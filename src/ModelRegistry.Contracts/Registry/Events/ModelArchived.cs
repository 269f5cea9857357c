namespace ModelRegistry.Contracts.Registry.Events;

/// <summary>A model was put away.</summary>
[GenerateSerializer, Immutable, Alias("model-archived")]
public sealed record ModelArchived : ModelEvent
{
    [Id(0)]
    public string Reason { get; init; } = "";
}
