namespace ModelRegistry.Core.Statistics;

/// <summary>
/// Long-short portfolio of overlapping tranches (Jegadeesh and Titman, Journal of Finance 48, 1993). At each close a tranche of 1 / n of the capital buys
/// the top bucket and sells the bottom one short, equally weighted; it is held, unrebalanced, for n days, so returns overlap in the positions but not in
/// time. The tranche that expires and the one that replaces it trade only their difference. Positions left on the last day are not closed.
/// </summary>
public static class LongShort
{
    /// <summary>Runs the portfolio.</summary>
    /// <param name="scores">Row-major, days × assets, known at each close; NaN is missing. A day whose top or bottom bucket is empty buys nothing.</param>
    /// <param name="dailyReturns">Laid out as <paramref name="scores"/>: from the close before to this one.</param>
    /// <param name="assets">Assets a day.</param>
    /// <param name="plan">Tranches, buckets and cost.</param>
    /// <exception cref="ArgumentException">The return of an asset that is held is not finite.</exception>
    public static LongShortResult Run(ReadOnlySpan<double> scores, ReadOnlySpan<double> dailyReturns, int assets, LongShortPlan plan)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(plan.Tranches, 1);
        ArgumentOutOfRangeException.ThrowIfNegative(plan.CostBps);
        var days = DailyPanel.Days(scores, dailyReturns, assets);
        var (gross, net, turnover) = (new double[days], new double[days], new double[days]);
        var book = new TrancheBook(assets, plan);
        for (var day = 0; day < days; day++)
        {
            gross[day] = book.Earn(DailyPanel.Day(dailyReturns, assets, day), day);
            turnover[day] = book.Trade(DailyPanel.Day(scores, assets, day), day);
            net[day] = gross[day] - (turnover[day] * plan.CostBps * 1e-4);
        }

        return new LongShortResult { Gross = [.. gross], Net = [.. net], Turnover = [.. turnover] };
    }
}
