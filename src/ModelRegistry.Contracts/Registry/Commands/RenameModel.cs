namespace ModelRegistry.Contracts.Registry.Commands;

/// <summary>Gives a model another name. Its id, and with it all that is known of it, stays.</summary>
[GenerateSerializer, Immutable, Alias("rename-model")]
public sealed record RenameModel
{
    [Id(0)]
    public required string Name { get; init; }
}
