namespace ModelRegistry.Core.Statistics;

/// <summary>What the buckets of a score earned: mean within a day, then mean over days (as alphalens does).</summary>
public static class QuantileReturns
{
    /// <summary>Mean outcome of each bucket on each day; NaN where a bucket is empty. Assets without a score or outcome are left out.</summary>
    /// <param name="scores">Row-major, days × assets.</param>
    /// <param name="outcomes">Laid out as <paramref name="scores"/>.</param>
    /// <param name="assets">Assets a day.</param>
    /// <param name="buckets">5 for quintiles.</param>
    /// <returns>Row-major, days × buckets, lowest scores first.</returns>
    public static double[] ByDay(ReadOnlySpan<double> scores, ReadOnlySpan<double> outcomes, int assets, int buckets = 5)
    {
        var days = DailyPanel.Days(scores, outcomes, assets);
        var result = new double[days * buckets];
        var bucketOf = new int[assets];
        var counts = new int[buckets];
        for (var day = 0; day < days; day++)
        {
            Quantiles.Assign(DailyPanel.Day(scores, assets, day), buckets, bucketOf);
            Average(DailyPanel.Day(outcomes, assets, day), bucketOf, result.AsSpan(day * buckets, buckets), counts);
        }

        return result;
    }

    /// <summary>Mean over days of each bucket; days on which it is empty are left out.</summary>
    public static double[] Mean(ReadOnlySpan<double> byDay, int buckets)
    {
        var result = new double[buckets];
        for (var bucket = 0; bucket < buckets; bucket++) result[bucket] = Moments.Mean(Known(byDay, buckets, bucket));
        return result;
    }

    /// <summary>Top bucket minus bottom, day by day; NaN where either is empty.</summary>
    public static double[] Spread(ReadOnlySpan<double> byDay, int buckets)
    {
        var result = new double[byDay.Length / buckets];
        for (var day = 0; day < result.Length; day++) result[day] = byDay[(day * buckets) + buckets - 1] - byDay[day * buckets];
        return result;
    }

    private static double[] Known(ReadOnlySpan<double> byDay, int buckets, int bucket)
    {
        var known = new List<double>(byDay.Length / buckets);
        for (var i = bucket; i < byDay.Length; i += buckets)
        {
            if (!double.IsNaN(byDay[i])) known.Add(byDay[i]);
        }

        return [.. known];
    }

    private static void Average(ReadOnlySpan<double> outcomes, ReadOnlySpan<int> bucketOf, Span<double> means, int[] counts)
    {
        means.Clear();
        Array.Clear(counts);
        for (var i = 0; i < outcomes.Length; i++)
        {
            if (bucketOf[i] == 0 || double.IsNaN(outcomes[i])) continue;
            means[bucketOf[i] - 1] += outcomes[i];
            counts[bucketOf[i] - 1]++;
        }

        for (var bucket = 0; bucket < means.Length; bucket++) means[bucket] /= counts[bucket];
    }
}
