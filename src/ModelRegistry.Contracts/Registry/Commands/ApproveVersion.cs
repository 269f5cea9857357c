namespace ModelRegistry.Contracts.Registry.Commands;

/// <summary>One principal's approval of a version.</summary>
[GenerateSerializer, Immutable, Alias("approve-version")]
public sealed record ApproveVersion
{
    [Id(0)]
    public required int Number { get; init; }

    [Id(1)]
    public string? Comment { get; init; }
}
