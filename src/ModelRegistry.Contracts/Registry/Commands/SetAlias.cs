namespace ModelRegistry.Contracts.Registry.Commands;

/// <summary>Points an alias at a version.</summary>
[GenerateSerializer, Immutable, Alias("set-alias")]
public sealed record SetAlias
{
    /// <summary>Without the @.</summary>
    [Id(0)]
    public required string Alias { get; init; }

    [Id(1)]
    public required int Number { get; init; }
}
