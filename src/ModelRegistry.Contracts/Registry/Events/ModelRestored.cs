namespace ModelRegistry.Contracts.Registry.Events;

/// <summary>An archived model was brought back.</summary>
[GenerateSerializer, Immutable, Alias("model-restored")]
public sealed record ModelRestored : ModelEvent
{
    [Id(0)]
    public string Reason { get; init; } = "";
}
