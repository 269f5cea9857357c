namespace ModelRegistry.Contracts.Experiments;

/// <summary>What an A/B test came to. Written once, as an event.</summary>
[GenerateSerializer, Immutable, Alias("verdict")]
public sealed record Verdict
{
    /// <summary><c>challenger_won</c>, <c>champion_won</c>, <c>no_winner</c> or <c>not_enough_data</c>.</summary>
    [Id(0)]
    public required string Outcome { get; init; }

    /// <summary>The winning variant.</summary>
    [Id(1)]
    public string? Winner { get; init; }

    /// <summary>For people, with the figures.</summary>
    [Id(2)]
    public required string Why { get; init; }

    [Id(3)]
    public required MetricResult Primary { get; init; }
}
