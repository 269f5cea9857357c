namespace ModelRegistry.Core.Statistics;

/// <summary>How much the membership of a bucket changes (as alphalens measures it).</summary>
public static class QuantileTurnover
{
    /// <summary>Share of the bucket's members that were not in it <paramref name="lag"/> days before; NaN on the first days and where the bucket is empty.</summary>
    /// <param name="bucketOf">Row-major, days × assets; 0 is no bucket.</param>
    /// <param name="assets">Assets a day.</param>
    /// <param name="bucket">The bucket watched.</param>
    /// <param name="lag">Days, at least 1.</param>
    public static double[] ByDay(ReadOnlySpan<int> bucketOf, int assets, int bucket, int lag = 1)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(assets, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(lag, 1);
        var result = new double[bucketOf.Length / assets];
        Array.Fill(result, double.NaN);
        for (var day = lag; day < result.Length; day++)
            result[day] = ShareNew(bucketOf.Slice(day * assets, assets), bucketOf.Slice((day - lag) * assets, assets), bucket);
        return result;
    }

    private static double ShareNew(ReadOnlySpan<int> now, ReadOnlySpan<int> before, int bucket)
    {
        int members = 0, arrivals = 0;
        for (var i = 0; i < now.Length; i++)
        {
            if (now[i] != bucket) continue;
            members++;
            if (before[i] != bucket) arrivals++;
        }

        return arrivals / (double)members;
    }
}
