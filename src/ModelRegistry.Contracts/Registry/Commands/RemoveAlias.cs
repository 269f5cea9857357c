namespace ModelRegistry.Contracts.Registry.Commands;

/// <summary>Removes an alias.</summary>
[GenerateSerializer, Immutable, Alias("remove-alias")]
public sealed record RemoveAlias
{
    [Id(0)]
    public required string Alias { get; init; }
}
