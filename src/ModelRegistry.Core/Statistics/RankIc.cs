namespace ModelRegistry.Core.Statistics;

/// <summary>Information coefficient: how well scores rank the outcomes of one day, and how steadily over the days.</summary>
public static class RankIc
{
    /// <summary>Fewest lags of the standard error: five-day labels of consecutive days overlap that far.</summary>
    public const int MinimumLag = 5;

    /// <summary>Spearman's correlation of every day's scores and outcomes; NaN on days where it is undefined (a constant score, fewer than two pairs).</summary>
    /// <param name="scores">Row-major, days × assets; NaN is missing.</param>
    /// <param name="outcomes">Laid out as <paramref name="scores"/>.</param>
    /// <param name="assets">Assets a day.</param>
    public static double[] ByDay(ReadOnlySpan<double> scores, ReadOnlySpan<double> outcomes, int assets)
    {
        var result = new double[DailyPanel.Days(scores, outcomes, assets)];
        for (var day = 0; day < result.Length; day++)
            result[day] = Correlation.Spearman(DailyPanel.Day(scores, assets, day), DailyPanel.Day(outcomes, assets, day));
        return result;
    }

    /// <summary>Sums up a series of daily ICs; days without one are left out.</summary>
    /// <param name="byDay">In order of days.</param>
    /// <param name="lag">Lags of the Newey–West error, at least <see cref="MinimumLag"/>.</param>
    public static RankIcSummary Summarise(ReadOnlySpan<double> byDay, int lag = MinimumLag)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(lag, MinimumLag);
        var known = Array.FindAll(byDay.ToArray(), ic => !double.IsNaN(ic));
        return new RankIcSummary
        {
            Days = known.Length,
            Mean = Moments.Mean(known),
            StandardDeviation = Moments.StandardDeviation(known),
            StandardError = NeweyWest.StandardError(known, lag),
            Lag = lag,
        };
    }
}
