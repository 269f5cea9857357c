namespace ModelRegistry.Contracts.Registry.Events;

/// <summary>An alias was pointed at a version.</summary>
[GenerateSerializer, Immutable, Alias("alias-set")]
public sealed record AliasSet : ModelEvent
{
    [Id(0)]
    public required string Alias { get; init; }

    [Id(1)]
    public required int Number { get; init; }

    [Id(2)]
    public int? Previous { get; init; }
}
