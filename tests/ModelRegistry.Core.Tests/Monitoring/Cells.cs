using System.Collections.Immutable;
using ModelRegistry.Core.Monitoring;
using ModelRegistry.Core.Statistics;
using ModelRegistry.Core.Tests.Reference;

namespace ModelRegistry.Core.Tests.Monitoring;

/// <summary>Cells and profiles from plain values, counted the slow and obvious way.</summary>
internal static class Cells
{
    public static readonly DateTimeOffset Start = new(2013, 1, 1, 0, 0, 0, TimeSpan.Zero);

    /// <summary>Distinct type-7 quantiles at k / bins.</summary>
    public static ImmutableArray<double> Edges(IEnumerable<double> values, int bins)
    {
        var sorted = values.Where(double.IsFinite).Order().ToArray();
        return [.. Enumerable.Range(1, bins - 1).Select(k => Quantiles.Type7(sorted, (double)k / bins)).Distinct()];
    }

    /// <summary>Bin of x: how many edges are at most x.</summary>
    public static DayCell Day(int day, ImmutableArray<double> edges, IReadOnlyCollection<double> values)
    {
        var there = values.Where(v => !double.IsNaN(v)).ToArray();
        var counts = new int[edges.Length + 1];
        foreach (var value in there) counts[edges.Count(e => e <= value)]++;
        var mean = there.Length == 0 ? 0 : there.Average();
        return new DayCell
        {
            AsOf = Start.AddDays(day),
            Counts = [.. counts],
            Missing = values.Count - there.Length,
            Mean = mean,
            M2 = there.Sum(v => (v - mean) * (v - mean)),
        };
    }

    public static CellSum Sum(ImmutableArray<double> edges, params double[][] days) =>
        CellSum.Of(edges.Length + 1, days.Select((values, i) => Day(i, edges, values)));

    /// <summary>Days that share a shock and a spread: rows of one day move together, as returns do.</summary>
    public static double[][] Clustered(SplitMix64 random, int days, int rows, double shock, double spread) =>
        [.. Enumerable.Range(0, days).Select(_ =>
        {
            var (common, scale) = (random.Normal(0, shock), Math.Exp(random.Normal(0, spread)));
            return SplitMix64.Fill(rows, () => common + random.Normal(0, scale));
        })];

    public static FeatureProfile Profile(string name, double[][] days, int bins = 100, bool ranked = false)
    {
        var edges = Edges(days.SelectMany(d => d), bins);
        return new FeatureProfile { Name = name, Ranked = ranked, Edges = edges, Days = [.. days.Select((values, i) => Day(i, edges, values))] };
    }
}
