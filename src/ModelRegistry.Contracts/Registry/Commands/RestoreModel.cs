namespace ModelRegistry.Contracts.Registry.Commands;

/// <summary>Brings an archived model back.</summary>
[GenerateSerializer, Immutable, Alias("restore-model")]
public sealed record RestoreModel
{
    [Id(0)]
    public string Reason { get; init; } = "";
}
