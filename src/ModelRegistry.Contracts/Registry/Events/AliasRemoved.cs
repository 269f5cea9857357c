namespace ModelRegistry.Contracts.Registry.Events;

/// <summary>An alias was removed.</summary>
[GenerateSerializer, Immutable, Alias("alias-removed")]
public sealed record AliasRemoved : ModelEvent
{
    [Id(0)]
    public required string Alias { get; init; }

    [Id(1)]
    public required int Previous { get; init; }
}
