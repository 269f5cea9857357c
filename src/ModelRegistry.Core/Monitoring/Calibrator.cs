using ModelRegistry.Core.Statistics;

namespace ModelRegistry.Core.Monitoring;

/// <summary>
/// Finds what is usual. The very statistic that the monitor will look at, window against baseline, is slid over every day of the
/// training period; its high quantiles are the thresholds. Rows of one day move together, so a law for independent rows would cry
/// wolf every other day.
/// </summary>
public static class Calibrator
{
    /// <summary>As-of days in a window.</summary>
    public const int WindowDays = 5;

    /// <summary>As-of days before the window that it is compared with.</summary>
    public const int BaselineDays = 30;

    /// <summary>MODERATE is never below this (PSI).</summary>
    public const double LeastModerate = 0.10;

    /// <summary>SEVERE is never below this (PSI).</summary>
    public const double LeastSevere = 0.25;

    /// <summary>Windows below which quantiles are not taken: under 100, a 99 % quantile is only the largest value seen.</summary>
    public const int LeastWindows = 100;

    /// <summary>Thresholds per feature from the training period; the fixed ones, marked so, for a feature with fewer than <see cref="LeastWindows"/> windows.</summary>
    /// <exception cref="InvalidProfileException">The profile contradicts itself.</exception>
    public static ReferenceProfile Calibrate(TrainingProfile training, int windowDays = WindowDays, int baselineDays = BaselineDays)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(windowDays, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(baselineDays, 1);
        ProfileRules.Check(training);
        return new ReferenceProfile
        {
            WindowDays = windowDays,
            BaselineDays = baselineDays,
            Features = [.. training.Features.Select(f => Calibrate(f, windowDays, baselineDays))],
        };
    }

    private static FeatureReference Calibrate(FeatureProfile feature, int windowDays, int baselineDays)
    {
        // A feature that does not exist yet (twelve months of momentum in the first year) begins with its first value.
        var days = feature.Days.Where(d => d.Counts.Any(c => c > 0)).ToList();
        var all = CellSum.Of(feature.Edges.Length + 1, feature.Days);
        var statistics = Slide(days, feature.Edges.Length + 1, windowDays, baselineDays);
        var enough = statistics.Length >= LeastWindows;
        return new FeatureReference
        {
            Name = feature.Name,
            Ranked = feature.Ranked || DayShape.IsRanked(days, all),
            Shared = DayShape.IsShared(days),
            Edges = feature.Edges,
            Counts = [.. all.Counts],
            Missing = all.Missing,
            Mean = all.Mean,
            Variance = all.Variance,
            Moderate = enough ? Math.Max(LeastModerate, Quantiles.Type7(statistics, 0.95)) : LeastModerate,
            Severe = enough ? Math.Max(LeastSevere, Quantiles.Type7(statistics, 0.99)) : LeastSevere,
            Calibrated = enough,
            Windows = statistics.Length,
        };
    }

    /// <summary>PSI of each window against the days before it, ascending.</summary>
    private static double[] Slide(List<DayCell> days, int bins, int windowDays, int baselineDays)
    {
        var span = windowDays + baselineDays;
        if (days.Count < span) return [];
        var statistics = new double[days.Count - span + 1];
        var (window, baseline) = (new long[bins], new long[bins]);
        for (var i = 0; i < span; i++) Shift(i < baselineDays ? baseline : window, days[i], 1);
        for (var i = 0; i < statistics.Length; i++)
        {
            statistics[i] = BinnedDistance.Psi(window, baseline);
            if (i + span == days.Count) break;
            Shift(baseline, days[i], -1);
            Shift(baseline, days[i + baselineDays], 1);
            Shift(window, days[i + baselineDays], -1);
            Shift(window, days[i + span], 1);
        }

        Array.Sort(statistics);
        return statistics;
    }

    private static void Shift(long[] counts, DayCell day, int sign)
    {
        for (var i = 0; i < counts.Length; i++) counts[i] += sign * day.Counts[i];
    }
}
