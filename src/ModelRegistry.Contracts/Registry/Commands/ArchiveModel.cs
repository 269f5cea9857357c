namespace ModelRegistry.Contracts.Registry.Commands;

/// <summary>Puts a model away: it can be read but not changed until it is restored.</summary>
[GenerateSerializer, Immutable, Alias("archive-model")]
public sealed record ArchiveModel
{
    [Id(0)]
    public string Reason { get; init; } = "";
}
