namespace ModelRegistry.Contracts.Registry.Commands;

/// <summary>Deletes a version: nobody finds or chooses it any more and its number is never given again; what it was made from, and what was made from it, stays.</summary>
[GenerateSerializer, Immutable, Alias("delete-version")]
public sealed record DeleteVersion
{
    [Id(0)]
    public required int Number { get; init; }

    [Id(1)]
    public string Reason { get; init; } = "";
}
