namespace ModelRegistry.Contracts.Registry.Events;

/// <summary>A version moved from one stage to another.</summary>
[GenerateSerializer, Immutable, Alias("stage-moved")]
public sealed record StageMoved : ModelEvent
{
    [Id(0)]
    public required int Number { get; init; }

    [Id(1)]
    public required Stage From { get; init; }

    [Id(2)]
    public required Stage To { get; init; }

    /// <summary>transition, promotion, superseded, rollback, demotion, import or deletion.</summary>
    [Id(3)]
    public required string Cause { get; init; }

    [Id(4)]
    public string Reason { get; init; } = "";
}
