namespace ModelRegistry.Contracts.Registry;

/// <summary>A version of any model.</summary>
[GenerateSerializer, Immutable, Alias("version-reference")]
public sealed record VersionReference
{
    [Id(0)]
    public required Guid ModelId { get; init; }

    [Id(1)]
    public required int Number { get; init; }
}
