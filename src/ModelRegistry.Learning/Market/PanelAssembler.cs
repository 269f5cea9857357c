using System.Collections.Frozen;
using System.Globalization;

namespace ModelRegistry.Learning.Market;

/// <summary>Brings rows in any order into a dense panel, and notes duplicates and holes.</summary>
internal sealed class PanelAssembler(DefectList defects)
{
    /// <summary>Largest panel, in rows: 25 times the market of this size over twenty years.</summary>
    private const long MaximumRows = 1 << 26;

    private readonly List<PanelRow> _rows = [];
    private readonly Dictionary<string, int> _dayOf = new(StringComparer.Ordinal);
    private readonly Dictionary<string, int> _tickerOf = new(StringComparer.Ordinal);
    private readonly List<DateOnly> _days = [];
    private readonly List<string> _tickers = [];

    public int Count => _rows.Count;

    public void Add(PanelRow row) => _rows.Add(row);

    /// <summary>Number of a day; −1 when the cell is not one.</summary>
    public int Day(string cell)
    {
        if (_dayOf.TryGetValue(cell, out var known)) return known;
        if (!DateOnly.TryParseExact(cell, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day)) return -1;
        _days.Add(day);
        return _dayOf[cell] = _days.Count - 1;
    }

    /// <summary>Number of a ticker; −1 when the cell is empty.</summary>
    public int Ticker(string cell)
    {
        if (_tickerOf.TryGetValue(cell, out var known)) return known;
        if (string.IsNullOrWhiteSpace(cell)) return -1;
        _tickers.Add(cell);
        return _tickerOf[cell] = _tickers.Count - 1;
    }

    /// <exception cref="MarketDataException">Defects were noted, here or before.</exception>
    public PanelContent Assemble(string source, FrozenDictionary<string, string> sectors)
    {
        var (days, tickers) = (_days.Order().ToArray(), _tickers.Order(StringComparer.Ordinal).ToArray());
        var size = (long)days.Length * tickers.Length;
        if (size > MaximumRows)
            defects.Add(0, string.Create(CultureInfo.InvariantCulture, $"{days.Length} days × {tickers.Length} tickers are {size} rows; at most {MaximumRows} can be read, and the file has {Count}"));
        else new PanelHoles(days, tickers, defects).Check(Lines(days, tickers));
        defects.ThrowIfAny();

        var content = new PanelContent(
            [.. days], [.. tickers], [.. tickers.Select(t => sectors.GetValueOrDefault(t, SectorFile.Unknown))],
            new double[size], new long[size], new bool[size]) { Source = source };
        var (dayRank, tickerRank) = (Places(_days, days), Places(_tickers, tickers));
        foreach (var row in _rows)
        {
            var place = (dayRank[row.Day] * tickers.Length) + tickerRank[row.Ticker];
            (content.Close[place], content.Volume[place], content.Filled[place]) = (row.Close, row.Volume, row.Filled);
        }

        return content;
    }

    /// <summary>Line of every cell of the dense panel, 0 for a hole; duplicates are noted.</summary>
    private int[] Lines(DateOnly[] days, string[] tickers)
    {
        var lines = new int[days.Length * tickers.Length];
        var (dayRank, tickerRank) = (Places(_days, days), Places(_tickers, tickers));
        foreach (var row in _rows)
        {
            ref var line = ref lines[(dayRank[row.Day] * tickers.Length) + tickerRank[row.Ticker]];
            if (line == 0) line = row.Line;
            else defects.Add(row.Line, string.Create(CultureInfo.InvariantCulture, $"{_tickers[row.Ticker]} on {_days[row.Day]:yyyy-MM-dd} again; it is already in row {line}"));
        }

        return lines;
    }

    private static int[] Places<T>(List<T> values, T[] sorted) where T : notnull
    {
        var place = new Dictionary<T, int>(sorted.Length);
        for (var i = 0; i < sorted.Length; i++) place[sorted[i]] = i;
        return [.. values.Select(value => place[value])];
    }
}
