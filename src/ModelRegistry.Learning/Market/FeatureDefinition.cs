namespace ModelRegistry.Learning.Market;

/// <summary>One input of a model, and how it comes from the panel.</summary>
public sealed record FeatureDefinition
{
    /// <summary>Snake case, unique.</summary>
    public required string Name { get; init; }

    /// <summary>What it is computed from: the raw quantity for a rank, a panel column for a raw quantity.</summary>
    public required string Input { get; init; }

    /// <summary>What is done to the input, <c>rank_within_day</c>, <c>rank_within_sector</c>, <c>return</c>…</summary>
    public required string Transform { get; init; }

    /// <summary>Days of history before a day that its value needs; before that it is missing.</summary>
    public required int Lookback { get; init; }

    /// <summary>A rank within the day: every day has the same distribution by construction, so it cannot drift.</summary>
    public bool Ranked { get; init; }
}
