namespace ModelRegistry.Contracts.Registry.Events;

/// <summary>A version was deleted; its number and its semantic version are never given again.</summary>
[GenerateSerializer, Immutable, Alias("version-deleted")]
public sealed record VersionDeleted : ModelEvent
{
    [Id(0)]
    public required int Number { get; init; }

    [Id(1)]
    public string Reason { get; init; } = "";
}
