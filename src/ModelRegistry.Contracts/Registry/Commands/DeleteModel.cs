namespace ModelRegistry.Contracts.Registry.Commands;

/// <summary>Deletes a model: its name is free again, its history stays.</summary>
[GenerateSerializer, Immutable, Alias("delete-model")]
public sealed record DeleteModel
{
    [Id(0)]
    public string Reason { get; init; } = "";

    /// <summary>Also with a version in production, which is archived.</summary>
    [Id(1)]
    public bool Force { get; init; }
}
