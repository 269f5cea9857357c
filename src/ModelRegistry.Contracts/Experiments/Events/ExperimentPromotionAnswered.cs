namespace ModelRegistry.Contracts.Experiments.Events;

/// <summary>The model was asked to promote the winner, and answered.</summary>
[GenerateSerializer, Immutable, Alias("experiment-promotion-answered")]
public sealed record ExperimentPromotionAnswered : ExperimentEvent
{
    [Id(0)]
    public required int Version { get; init; }

    /// <summary>False when the model refused.</summary>
    [Id(1)]
    public required bool Promoted { get; init; }

    /// <summary>For people.</summary>
    [Id(2)]
    public string What { get; init; } = "";
}
