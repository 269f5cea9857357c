namespace ModelRegistry.Core.Statistics;

/// <summary>Equal-count buckets of one day's values, as pandas.qcut makes them.</summary>
public static class Quantiles
{
    /// <summary>Most buckets a day can be cut into.</summary>
    public const int MaximumBuckets = 1000;

    /// <summary>
    /// Bucket 1 (lowest) … <paramref name="buckets"/> of each value; 0 for NaN. Edges are type-7 quantiles, intervals (low, high] with the lowest closed. Tied
    /// values share a bucket, so that with many ties buckets may stay empty; all equal values are all in the first.
    /// </summary>
    public static void Assign(ReadOnlySpan<double> values, int buckets, Span<int> destination)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(buckets, 2);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(buckets, MaximumBuckets);
        if (destination.Length != values.Length) throw new ArgumentException($"{values.Length} values need as many buckets, not {destination.Length}", nameof(destination));
        var sorted = Array.FindAll(values.ToArray(), value => !double.IsNaN(value));
        destination.Clear();
        if (sorted.Length == 0) return;
        Array.Sort(sorted);
        Span<double> edges = stackalloc double[buckets - 1];
        for (var edge = 0; edge < edges.Length; edge++) edges[edge] = Type7(sorted, (edge + 1.0) / buckets);
        for (var i = 0; i < values.Length; i++)
        {
            if (double.IsNaN(values[i])) continue;
            var bucket = 0;
            while (bucket < edges.Length && values[i] > edges[bucket]) bucket++;
            destination[i] = bucket + 1;
        }
    }

    /// <summary>Quantile by linear interpolation between order statistics (Hyndman and Fan, 1996, type 7).</summary>
    public static double Type7(ReadOnlySpan<double> sorted, double probability)
    {
        var position = probability * (sorted.Length - 1);
        var below = (int)position;
        return below + 1 < sorted.Length ? sorted[below] + ((position - below) * (sorted[below + 1] - sorted[below])) : sorted[^1];
    }
}
