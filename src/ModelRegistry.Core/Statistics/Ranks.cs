namespace ModelRegistry.Core.Statistics;

/// <summary>Ranks of values, ties sharing the average of the ranks they cover. NaN is missing: it has no rank and is not counted.</summary>
public static class Ranks
{
    /// <summary>Ranks 1 … n of the values that are there; NaN where there is none. Returns n. The two spans may be the same.</summary>
    public static int Average(ReadOnlySpan<double> values, Span<double> ranks)
    {
        if (ranks.Length != values.Length) throw new ArgumentException($"{values.Length} values need as many ranks, not {ranks.Length}", nameof(ranks));
        var sorted = new double[values.Length];
        var order = new int[values.Length];
        var count = 0;
        for (var i = 0; i < values.Length; i++)
        {
            if (double.IsNaN(values[i]))
            {
                ranks[i] = double.NaN;
                continue;
            }

            (sorted[count], order[count]) = (values[i], i);
            count++;
        }

        Array.Sort(sorted, order, 0, count);
        for (var start = 0; start < count;)
        {
            var end = start + 1;
            while (end < count && sorted[end].Equals(sorted[start])) end++;
            for (var i = start; i < end; i++) ranks[order[i]] = 0.5 * (start + 1 + end);
            start = end;
        }

        return count;
    }
}
