using ModelRegistry.Learning.Market;

namespace ModelRegistry.Learning.Tests.Market;

/// <summary>Panels that differ from another in a stated way.</summary>
internal static class PanelEdit
{
    /// <summary>A small market of three sectors with more than a year of days.</summary>
    public static MarketPanel Small(ulong seed = 7, int tickers = 12) => SyntheticMarket.Create(new SyntheticMarketPlan
    {
        Seed = seed, Tickers = tickers, Sectors = 3, FirstDay = new(2016, 1, 4), LastDay = new(2017, 4, 28), BreakDay = new(2017, 3, 1),
    });

    /// <summary>One price changed by a factor.</summary>
    public static MarketPanel WithPrice(this MarketPanel panel, int day, int ticker, double factor)
    {
        var close = panel.Close.ToArray();
        close[panel.Row(day, ticker)] *= factor;
        return new MarketPanel(panel.Content() with { Close = close });
    }

    /// <summary>Every price and volume after a day replaced by others.</summary>
    public static MarketPanel WithOtherFuture(this MarketPanel panel, int lastKept, ulong seed)
    {
        var (close, volume, random) = (panel.Close.ToArray(), panel.Volume.ToArray(), new SeededNoise(seed));
        for (var row = panel.Row(lastKept + 1, 0); row < close.Length; row++)
        {
            close[row] *= 0.5 + random.Uniform();
            volume[row] = (long)(volume[row] * random.Uniform());
        }

        return new MarketPanel(panel.Content() with { Close = close, Volume = volume });
    }

    /// <summary>The days of a panel up to one of them, as if it had been read that evening.</summary>
    public static MarketPanel UpTo(this MarketPanel panel, int lastDay)
    {
        var rows = panel.Row(lastDay + 1, 0);
        return new MarketPanel(panel.Content() with
        {
            Days = panel.Days[..(lastDay + 1)],
            Close = panel.Close[..rows].ToArray(),
            Volume = panel.Volume[..rows].ToArray(),
            Filled = panel.Filled[..rows].ToArray(),
        });
    }
}
