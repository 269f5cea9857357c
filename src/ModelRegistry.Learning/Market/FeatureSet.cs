using System.Collections.Immutable;
using System.Text;
using ModelRegistry.Core.Hashing;

namespace ModelRegistry.Learning.Market;

/// <summary>
/// The inputs of the ranking models. Eight quantities of a ticker's own past, each ranked within its day and within its day and sector, and two that are
/// not ranked, because ranks have the same distribution every day and so cannot drift. A month is 21 days of the panel.
/// </summary>
public static class FeatureSet
{
    /// <summary>The quantities that are ranked, in order.</summary>
    internal static ImmutableArray<RawFeature> Raw { get; } =
    [
        new("momentum_1m", "close[t] / close[t-21] - 1", 21),
        new("momentum_3m", "close[t] / close[t-63] - 1", 63),
        new("momentum_6m", "close[t] / close[t-126] - 1", 126),
        new("momentum_12_1", "close[t-21] / close[t-252] - 1", 252),
        new("reversal_1w", "1 - close[t] / close[t-5]", 5),
        new("volatility_3m", "standard deviation (n - 1) of the 63 daily returns up to t", 63),
        new("volume_shock", "(volume[t] + 1) / (mean volume of t-63 .. t-1 + 1) - 1", 63),
        new("distance_from_high", "close[t] / max(close of t-251 .. t) - 1", 251),
    ];

    /// <summary>Columns of a <see cref="FeatureMatrix"/>, in order.</summary>
    public static ImmutableArray<FeatureDefinition> Definitions { get; } = Define();

    /// <summary>The whole graph, from panel to columns, as canonical JSON; what the hash is taken of.</summary>
    public static string Graph { get; } = Encoding.UTF8.GetString(CanonicalJson.Serialize(new FeatureGraph { Raw = Raw, Features = Definitions }));

    /// <summary>SHA-256 of <see cref="Graph"/>: the feature graph hash of a manifest.</summary>
    public static string GraphHash { get; } = Digest.OfJson(Graph);

    /// <summary>Index of a column by name.</summary>
    /// <exception cref="KeyNotFoundException">There is no such feature.</exception>
    public static int IndexOf(string name)
    {
        for (var i = 0; i < Definitions.Length; i++)
        {
            if (string.Equals(Definitions[i].Name, name, StringComparison.Ordinal)) return i;
        }

        throw new KeyNotFoundException($"No feature '{name}'; there are {string.Join(", ", Definitions.Select(d => d.Name))}");
    }

    private static ImmutableArray<FeatureDefinition> Define() =>
    [
        .. Raw.Select(raw => Ranked(raw, "rank", "rank_within_day")),
        .. Raw.Select(raw => Ranked(raw, "sector_rank", "rank_within_day_and_sector")),
        new() { Name = "return_1d", Input = "close", Transform = "close[t] / close[t-1] - 1", Lookback = 1 },
        new() { Name = "abs_return_1d", Input = "return_1d", Transform = "absolute_value", Lookback = 1 },
    ];

    private static FeatureDefinition Ranked(RawFeature raw, string suffix, string transform) =>
        new() { Name = $"{raw.Name}_{suffix}", Input = raw.Name, Transform = transform, Lookback = raw.Lookback, Ranked = true };
}
