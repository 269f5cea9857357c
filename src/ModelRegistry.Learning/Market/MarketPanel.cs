using System.Collections.Immutable;

namespace ModelRegistry.Learning.Market;

/// <summary>
/// Daily closes and volumes of a fixed set of tickers, dense: every ticker has every day. Arrays are laid out by day, then ticker:
/// row = day × <see cref="TickerCount"/> + ticker. Days and tickers (ordinal) ascend. Immutable.
/// </summary>
public sealed class MarketPanel
{
    private readonly double[] _close;
    private readonly long[] _volume;
    private readonly bool[] _filled;

    internal MarketPanel(PanelContent content)
    {
        content.Validate();
        (Days, Tickers, Sectors) = (content.Days, content.Tickers, content.Sectors);
        (_close, _volume, _filled) = (content.Close, content.Volume, content.Filled);
        (Source, Synthetic) = (content.Source, content.Synthetic);
        Hash = PanelHash.Of(this);
        Quality = PanelQuality.Of(this);
    }

    /// <summary>Trading days, ascending.</summary>
    public ImmutableArray<DateOnly> Days { get; }

    /// <summary>Symbols in ordinal order.</summary>
    public ImmutableArray<string> Tickers { get; }

    /// <summary>Sector of each ticker; a static label.</summary>
    public ImmutableArray<string> Sectors { get; }

    /// <summary>Closes in currency, adjusted for splits; positive and finite.</summary>
    public ReadOnlySpan<double> Close => _close;

    /// <summary>Shares traded; not negative.</summary>
    public ReadOnlySpan<long> Volume => _volume;

    /// <summary>Rows whose values were carried over from the day before.</summary>
    public ReadOnlySpan<bool> Filled => _filled;

    /// <summary>Where it came from: a path, or the seed of a synthetic market.</summary>
    public string Source { get; }

    /// <summary>True when no real market stands behind it.</summary>
    public bool Synthetic { get; }

    /// <summary>SHA-256 of the content in lower-case hex; independent of the order and compression of the file it was read from.</summary>
    public string Hash { get; }

    /// <summary>What is odd but not refused.</summary>
    public PanelQuality Quality { get; }

    public int DayCount => Days.Length;

    public int TickerCount => Tickers.Length;

    /// <summary>Index of a row in the arrays.</summary>
    public int Row(int day, int ticker) => (day * TickerCount) + ticker;

    /// <summary>Closes of one day, in ticker order.</summary>
    public ReadOnlySpan<double> CloseOf(int day) => _close.AsSpan(day * TickerCount, TickerCount);

    /// <summary>Index of the first day on or after a date; <see cref="DayCount"/> when the panel ends before it.</summary>
    public int FirstDayFrom(DateOnly date)
    {
        var index = Days.BinarySearch(date);
        return index >= 0 ? index : ~index;
    }

    /// <summary>The same market with every k-th ticker only, beginning with the first; has a hash of its own.</summary>
    public MarketPanel EveryTicker(int k)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(k, 1);
        return k == 1 ? this : new MarketPanel(Content().EveryTicker(k));
    }

    /// <summary>Close-to-close returns, row by row as the panel; NaN on the first day.</summary>
    public double[] DailyReturns()
    {
        var returns = new double[_close.Length];
        returns.AsSpan(0, TickerCount).Fill(double.NaN);
        for (var row = TickerCount; row < returns.Length; row++) returns[row] = (_close[row] / _close[row - TickerCount]) - 1;
        return returns;
    }

    internal PanelContent Content() => new(Days, Tickers, Sectors, _close, _volume, _filled) { Source = Source, Synthetic = Synthetic };
}
