using System.Collections.Immutable;
using ModelRegistry.Core.Statistics;

namespace ModelRegistry.Core.Monitoring;

/// <summary>Equal-frequency bins of a reference sample.</summary>
public static class BinEdges
{
    /// <value>100, so that every decile is an edge.</value>
    public const int DefaultBins = 100;

    /// <summary>
    /// Edges of about <paramref name="bins"/> bins of equal mass: the type-7 quantiles at 1/bins, 2/bins…, each once. A value that holds more
    /// than one bin's share (where quantiles repeat) becomes a bin of its own: an edge at the value and one at the next double.
    /// </summary>
    /// <param name="values">The sample; NaN is missing and has no part in it.</param>
    /// <param name="bins">At least 2.</param>
    /// <returns>Ascending, distinct; empty when nothing is there: one bin for everything.</returns>
    /// <exception cref="ArgumentException">A value is infinite.</exception>
    public static ImmutableArray<double> FromValues(ReadOnlySpan<double> values, int bins = DefaultBins)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(bins, 2);
        var sorted = Sorted(values);
        if (sorted.Length == 0)
            return [];
        var edges = new SortedSet<double>();
        for (var k = 1; k < bins; k++)
            edges.Add(Quantiles.Type7(sorted, k / (double)bins));
        AddAtoms(edges, sorted, bins);
        return [.. edges];
    }

    /// <summary>Which bin a value is in: the number of edges that are at most it. Not for NaN.</summary>
    public static int BinOf(ReadOnlySpan<double> edges, double value)
    {
        var (low, high) = (0, edges.Length);
        while (low < high)
        {
            var middle = (low + high) >>> 1;
            if (edges[middle] <= value)
                low = middle + 1;
            else
                high = middle;
        }

        return low;
    }

    private static double[] Sorted(ReadOnlySpan<double> values)
    {
        var known = new double[values.Length];
        var count = 0;
        for (var i = 0; i < values.Length; i++)
        {
            if (double.IsInfinity(values[i]))
                throw new ArgumentException($"Value {i} is {values[i]}; a reference sample is finite, or NaN where missing.", nameof(values));
            if (!double.IsNaN(values[i]))
                known[count++] = values[i];
        }

        Array.Resize(ref known, count);
        Array.Sort(known);
        return known;
    }

    /// <summary>Separates every value that more than one bin's share of the sample is equal to.</summary>
    private static void AddAtoms(SortedSet<double> edges, double[] sorted, int bins)
    {
        for (var (start, end) = (0, 0); start < sorted.Length; start = end)
        {
            while (end < sorted.Length && sorted[end].Equals(sorted[start]))
                end++;
            if ((long)(end - start) * bins <= sorted.Length)
                continue;
            edges.Add(sorted[start]);
            if (double.IsFinite(Math.BitIncrement(sorted[start])))
                edges.Add(Math.BitIncrement(sorted[start]));
        }
    }
}
