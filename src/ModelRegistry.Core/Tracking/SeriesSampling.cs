namespace ModelRegistry.Core.Tracking;

/// <summary>
/// Series thinned out for plots by largest triangle three buckets (Steinarsson, Downsampling Time Series for Visual Representation, 2013): of each bucket the value that makes
/// the largest triangle with the one chosen before it and the mean of the bucket after it, so peaks stay. First and last values are always kept.
/// </summary>
public static class SeriesSampling
{
    /// <param name="series">By step; values that are not finite are chosen only where a bucket has no others.</param>
    /// <param name="points">How many are kept at most; at least 2.</param>
    public static IReadOnlyList<LoggedMetric> Thin(IReadOnlyList<LoggedMetric> series, int points)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(points, 2);
        if (series.Count <= points)
            return series;
        var kept = new List<LoggedMetric>(points) { series[0] };
        for (var bucket = 0; bucket < points - 2; bucket++)
            kept.Add(Chosen(series, Start(series, bucket, points), Start(series, bucket + 1, points), Start(series, bucket + 2, points), kept[^1]));
        kept.Add(series[^1]);
        return kept;
    }

    // Between first and last value, points - 2 buckets of the same size; the one after them is the last value.
    private static int Start(IReadOnlyList<LoggedMetric> series, int bucket, int points) =>
        bucket > points - 2 ? series.Count : 1 + (int)((long)bucket * (series.Count - 2) / (points - 2));

    private static LoggedMetric Chosen(IReadOnlyList<LoggedMetric> series, int start, int end, int afterwards, LoggedMetric before)
    {
        var (step, value) = Mean(series, end, afterwards);
        var (chosen, largest) = (series[start], -1.0);
        for (var i = start; i < end; i++)
        {
            var area = Math.Abs(((before.Step - step) * (series[i].Value - before.Value)) - ((before.Step - (double)series[i].Step) * (value - before.Value)));
            if (!double.IsFinite(series[i].Value) || (area <= largest && double.IsFinite(chosen.Value)))
                continue;
            (chosen, largest) = (series[i], double.IsFinite(area) ? area : 0);
        }

        return chosen;
    }

    private static (double Step, double Value) Mean(IReadOnlyList<LoggedMetric> series, int start, int end)
    {
        var (steps, values, finite) = (0.0, 0.0, 0);
        for (var i = start; i < end; i++)
        {
            if (!double.IsFinite(series[i].Value))
                continue;
            steps += series[i].Step;
            values += series[i].Value;
            finite++;
        }

        return finite == 0 ? (series[start].Step, 0) : (steps / finite, values / finite);
    }
}
