using System.Globalization;

namespace ModelRegistry.Learning.Market;

/// <summary>
/// Makes up a market: a market factor, a factor for each sector and noise of each ticker's own, on the exchange's trading days, with one break at which
/// volatility jumps. Nothing in it predicts returns. The same plan gives the same bits on every machine: only arithmetic is used, no
/// transcendental functions.
/// </summary>
public static class SyntheticMarket
{
    private const double MarketVolatility = 0.0035;
    private const double SectorVolatility = 0.003;
    private const double Drift = 0.0003;

    /// <summary>Furthest a price moves in a day.</summary>
    private const double LargestMove = 0.4;

    /// <exception cref="ArgumentOutOfRangeException">The plan has no tickers, sectors or days.</exception>
    public static MarketPanel Create(SyntheticMarketPlan plan)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(plan.Tickers, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(plan.Sectors, 1);
        ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(plan.BreakFactor, 0);
        var days = NyseCalendar.TradingDays(plan.FirstDay, plan.LastDay).ToArray();
        if (days.Length == 0) throw new ArgumentOutOfRangeException(nameof(plan), plan.LastDay, $"No trading day from {plan.FirstDay:O} to {plan.LastDay:O}");

        var random = new SeededNoise(plan.Seed);
        var companies = Enumerable.Range(0, plan.Tickers).Select(t => new SyntheticCompany(t % plan.Sectors, random)).ToArray();
        var size = days.Length * plan.Tickers;
        var content = new PanelContent([.. days], [.. companies.Select((_, t) => Name("S", t, plan.Tickers))], [.. companies.Select(c => Name("Sector ", c.Sector, plan.Sectors))],
            new double[size], new long[size], new bool[size])
        {
            Source = string.Create(CultureInfo.InvariantCulture, $"synthetic market, seed {plan.Seed}"),
            Synthetic = true,
        };
        for (var day = 0; day < days.Length; day++)
            Trade(content, companies, day, days[day] >= plan.BreakDay ? plan.BreakFactor : 1, new double[plan.Sectors], random);
        return new MarketPanel(content);
    }

    private static void Trade(PanelContent content, SyntheticCompany[] companies, int day, double regime, double[] sectors, SeededNoise random)
    {
        var market = Drift + (regime * MarketVolatility * random.Normal());
        for (var sector = 0; sector < sectors.Length; sector++) sectors[sector] = regime * SectorVolatility * random.Normal();
        for (var ticker = 0; ticker < companies.Length; ticker++)
        {
            var company = companies[ticker];
            var own = regime * company.Volatility * random.Normal();
            var move = Math.Clamp((company.Beta * market) + sectors[company.Sector] + own, -LargestMove, LargestMove);
            var row = (day * companies.Length) + ticker;
            content.Close[row] = company.Move(move);
            content.Volume[row] = company.Traded(move, random.Uniform());
        }
    }

    /// <summary>Padded, so that ordinal order is the order of numbers.</summary>
    private static string Name(string prefix, int number, int count) =>
        prefix + number.ToString(CultureInfo.InvariantCulture).PadLeft((count - 1).ToString(CultureInfo.InvariantCulture).Length, '0');
}
