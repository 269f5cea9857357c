namespace ModelRegistry.Core.Statistics;

/// <summary>How scores are turned into a long-short portfolio.</summary>
public sealed record LongShortPlan
{
    /// <summary>Daily tranches held at once, which is also the days each is held.</summary>
    /// <value>5: a week, the horizon of the label.</value>
    public int Tranches { get; init; } = 5;

    /// <summary>Buckets a day is cut into; the top is bought, the bottom sold short.</summary>
    /// <value>5: quintiles.</value>
    public int Buckets { get; init; } = 5;

    /// <summary>Cost in basis points of the value traded, on every purchase and every sale: commission, spread and impact together.</summary>
    /// <value>5.</value>
    public double CostBps { get; init; } = 5;
}
