using System.Collections.Immutable;

namespace ModelRegistry.Cli.Train;

/// <summary>The metrics of a training, in the order in which they are read, and what they mean.</summary>
internal static class MetricWords
{
    public static ImmutableArray<(string Name, string Meaning)> All { get; } =
    [
        ("rank_ic", "mean daily rank correlation of score and 5-day return"),
        ("rank_ic_se", "its standard error, allowing for overlap (Newey-West)"),
        ("icir", "mean / deviation of the daily rank IC"),
        ("hit_rate", "share of scores on the right side of the day's median"),
        ("quintile_1_return", "mean 5-day return of the lowest scores"),
        ("quintile_5_return", "mean 5-day return of the highest scores"),
        ("quintile_spread", "highest minus lowest quintile"),
        ("long_short_gross", "long-short return a year, before cost"),
        ("long_short_net", "long-short return a year, after cost"),
        ("sharpe_net", "annualised, after cost"),
        ("max_drawdown", "deepest fall, a negative fraction"),
        ("turnover", "value traded a day, as a fraction of capital"),
        ("days", "days predicted"),
    ];
}
