using System.Collections.Immutable;

namespace ModelRegistry.Learning.Market;

/// <summary>
/// Ranks one day's values among all tickers and among those of the same sector. A rank is (average rank of ties − ½) / count − ½: in (−½, ½), symmetric,
/// with a mean of zero whatever the count; alone in its sector a ticker has 0. NaN has no rank and is not counted. Keeps buffers: one thread at a time.
/// </summary>
internal sealed class SectorRanker
{
    private readonly int[] _sectorOf;
    private readonly double[] _sorted;
    private readonly int[] _order;
    private readonly int[] _size;
    private readonly int[] _ranked;
    private readonly int[] _tied;

    public SectorRanker(ImmutableArray<string> sectors)
    {
        var names = sectors.Distinct(StringComparer.Ordinal).ToArray();
        _sectorOf = [.. sectors.Select(sector => Array.IndexOf(names, sector))];
        (_sorted, _order) = (new double[sectors.Length], new int[sectors.Length]);
        (_size, _ranked, _tied) = (new int[names.Length], new int[names.Length], new int[names.Length]);
    }

    public void Rank(ReadOnlySpan<double> values, Span<float> inDay, Span<float> inSector)
    {
        var count = Sort(values, inDay, inSector);
        Array.Clear(_ranked);
        for (var start = 0; start < count;)
        {
            var end = start + 1;
            while (end < count && _sorted[end].Equals(_sorted[start])) end++;
            var tie = _order.AsSpan(start, end - start);
            RankTie(tie, inSector);
            foreach (var ticker in tie) inDay[ticker] = Centred(start, tie.Length, count);
            start = end;
        }
    }

    /// <summary>Sorts what is there and counts it by sector; what is missing gets no rank.</summary>
    private int Sort(ReadOnlySpan<double> values, Span<float> inDay, Span<float> inSector)
    {
        var count = 0;
        Array.Clear(_size);
        for (var ticker = 0; ticker < values.Length; ticker++)
        {
            (inDay[ticker], inSector[ticker]) = (float.NaN, float.NaN);
            if (double.IsNaN(values[ticker])) continue;
            (_sorted[count], _order[count]) = (values[ticker], ticker);
            _size[_sectorOf[ticker]]++;
            count++;
        }

        Array.Sort(_sorted, _order, 0, count);
        return count;
    }

    /// <summary>Ranks tickers of the same value, each within its sector.</summary>
    private void RankTie(ReadOnlySpan<int> tie, Span<float> inSector)
    {
        foreach (var ticker in tie) _tied[_sectorOf[ticker]]++;
        foreach (var ticker in tie)
        {
            var sector = _sectorOf[ticker];
            inSector[ticker] = Centred(_ranked[sector], _tied[sector], _size[sector]);
        }

        foreach (var ticker in tie)
        {
            var sector = _sectorOf[ticker];
            _ranked[sector] += _tied[sector];
            _tied[sector] = 0;
        }
    }

    /// <param name="below">How many are lower.</param>
    /// <param name="tied">How many share the value.</param>
    /// <param name="count">Of how many.</param>
    private static float Centred(int below, int tied, int count) => (float)(((below + (0.5 * tied)) / count) - 0.5);
}
