namespace ModelRegistry.Core.Monitoring;

/// <summary>What kind of series a feature is, seen from its day cells.</summary>
internal static class DayShape
{
    private const int Deciles = 10;

    // Below this many rows a day, equal counts in ten bins say nothing.
    private const int LeastRows = 20;

    // Days needed before a series is called anything.
    private const int LeastDays = 10;

    /// <summary>
    /// True where the days are more alike than independent rows could be: the mean distance of a day from all days (in deciles) is
    /// under a tenth of the (bins − 1) / rows that independent rows would show. Ranks within a day are that.
    /// </summary>
    public static bool IsRanked(IReadOnlyList<DayCell> days, CellSum all)
    {
        if (days.Count < LeastDays) return false;
        var pooling = Pooling.Into(Deciles, all.Counts);
        var total = pooling.Pool(all.Counts);
        double distance = 0, expected = 0;
        foreach (var day in days)
        {
            var sum = CellSum.Of(day.Counts.Length, [day]);
            if (sum.Rows < LeastRows) return false;
            distance += BinnedDistance.Psi(pooling.Pool(sum.Counts), total);
            expected += (pooling.Bins - 1) / (double)sum.Rows;
        }

        return distance < 0.1 * expected;
    }

    /// <summary>True where every day has one value for all of its rows, and not always the same.</summary>
    public static bool IsShared(IReadOnlyList<DayCell> days)
    {
        if (days.Count < LeastDays) return false;
        foreach (var day in days)
        {
            var rows = 0L;
            foreach (var count in day.Counts) rows += count;
            if (rows < 2 || day.M2 > 1e-12 * rows * Math.Max(day.Mean * day.Mean, double.Epsilon)) return false;
        }

        return days.Any(d => !d.Mean.Equals(days[0].Mean));
    }
}
