namespace ModelRegistry.Learning.Market;

/// <summary>Collects what is wrong with a file: counts everything, keeps the first.</summary>
internal sealed class DefectList(string source)
{
    /// <summary>Most defects that are spelled out.</summary>
    public const int Bound = 100;

    private readonly List<MarketDefect> _kept = [];
    private long _total;

    /// <summary>No more of them would be kept.</summary>
    public bool IsFull => _kept.Count >= Bound;

    public void Add(int row, string reason)
    {
        _total++;
        if (!IsFull) _kept.Add(new MarketDefect(row, reason));
    }

    /// <summary>Counts defects that are not spelled out.</summary>
    public void AddUnnamed(long count) => _total += count;

    public void ThrowIfAny(Exception? inner = null)
    {
        if (_total > 0) throw new MarketDataException(source, [.. _kept.OrderBy(d => d.Row)], _total, inner);
    }
}
