using System.Collections.Immutable;

namespace ModelRegistry.Learning.Market;

/// <summary>What a panel is made of, before it is trusted. Whoever makes it gives the arrays away.</summary>
internal sealed record PanelContent(
    ImmutableArray<DateOnly> Days,
    ImmutableArray<string> Tickers,
    ImmutableArray<string> Sectors,
    double[] Close,
    long[] Volume,
    bool[] Filled)
{
    public required string Source { get; init; }

    public bool Synthetic { get; init; }

    /// <exception cref="ArgumentException">Shapes, order or values break what <see cref="MarketPanel"/> promises.</exception>
    public void Validate()
    {
        if (Days.Length == 0 || Tickers.Length == 0) throw new ArgumentException($"A panel needs days and tickers: got {Days.Length} × {Tickers.Length}");
        var rows = (long)Days.Length * Tickers.Length;
        if (Sectors.Length != Tickers.Length || Close.Length != rows || Volume.Length != rows || Filled.Length != rows)
            throw new ArgumentException($"{Days.Length} days × {Tickers.Length} tickers need {rows} closes, volumes and flags and a sector per ticker");
        for (var i = 1; i < Days.Length; i++)
            if (Days[i] <= Days[i - 1]) throw new ArgumentException($"Days must ascend: {Days[i]:O} stands after {Days[i - 1]:O}");
        for (var i = 1; i < Tickers.Length; i++)
            if (string.CompareOrdinal(Tickers[i], Tickers[i - 1]) <= 0) throw new ArgumentException($"Tickers must ascend: {Tickers[i]} stands after {Tickers[i - 1]}");
        var bad = Close.AsSpan().IndexOfAnyExceptInRange(double.Epsilon, double.MaxValue);
        if (bad >= 0) throw new ArgumentException($"Close {Close[bad]} of row {bad} is not a positive finite number");
        bad = Volume.AsSpan().IndexOfAnyExceptInRange(0, long.MaxValue);
        if (bad >= 0) throw new ArgumentException($"Volume {Volume[bad]} of row {bad} is negative");
    }

    public PanelContent EveryTicker(int k)
    {
        var kept = Enumerable.Range(0, (Tickers.Length + k - 1) / k).Select(i => i * k).ToArray();
        return this with
        {
            Tickers = [.. kept.Select(t => Tickers[t])],
            Sectors = [.. kept.Select(t => Sectors[t])],
            Close = Columns(Close, kept),
            Volume = Columns(Volume, kept),
            Filled = Columns(Filled, kept),
        };
    }

    private T[] Columns<T>(T[] values, int[] kept)
    {
        var result = new T[Days.Length * kept.Length];
        for (var day = 0; day < Days.Length; day++)
            for (var i = 0; i < kept.Length; i++) result[(day * kept.Length) + i] = values[(day * Tickers.Length) + kept[i]];
        return result;
    }
}
