namespace ModelRegistry.Core.Statistics;

/// <summary>A portfolio weighted by the score itself: demeaned within the day, gross weight one (as alphalens does).</summary>
public static class FactorPortfolio
{
    /// <summary>Return of each day: Σ w·outcome with w = (score − mean) / Σ |score − mean|. NaN on days whose scores do not vary.</summary>
    /// <param name="scores">Row-major, days × assets; assets without a score or outcome are left out.</param>
    /// <param name="outcomes">Laid out as <paramref name="scores"/>.</param>
    /// <param name="assets">Assets a day.</param>
    public static double[] ByDay(ReadOnlySpan<double> scores, ReadOnlySpan<double> outcomes, int assets)
    {
        var result = new double[DailyPanel.Days(scores, outcomes, assets)];
        for (var day = 0; day < result.Length; day++)
            result[day] = Day(DailyPanel.Day(scores, assets, day), DailyPanel.Day(outcomes, assets, day));
        return result;
    }

    private static double Day(ReadOnlySpan<double> scores, ReadOnlySpan<double> outcomes)
    {
        double sum = 0, gross = 0, earned = 0;
        var count = 0;
        for (var i = 0; i < scores.Length; i++)
        {
            if (double.IsNaN(scores[i]) || double.IsNaN(outcomes[i])) continue;
            sum += scores[i];
            count++;
        }

        var mean = sum / count;
        for (var i = 0; i < scores.Length; i++)
        {
            if (double.IsNaN(scores[i]) || double.IsNaN(outcomes[i])) continue;
            gross += Math.Abs(scores[i] - mean);
            earned += (scores[i] - mean) * outcomes[i];
        }

        return gross > 0 ? earned / gross : double.NaN;
    }
}
