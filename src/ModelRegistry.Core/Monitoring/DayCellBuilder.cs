using System.Collections.Immutable;

namespace ModelRegistry.Core.Monitoring;

/// <summary>Counts the values of one feature on one as-of day. Not safe for several threads.</summary>
/// <param name="edges">Ascending; see <see cref="BinEdges"/>.</param>
public sealed class DayCellBuilder(ImmutableArray<double> edges)
{
    private readonly int[] _counts = new int[edges.Length + 1];
    private int _missing;
    private long _count;
    private double _mean;
    private double _m2;

    /// <summary>Rows counted, missing ones included.</summary>
    public long Rows => _count + _missing;

    /// <summary>A builder that goes on where a cell of the same edges ended.</summary>
    /// <exception cref="ArgumentException">The cell has another number of bins.</exception>
    public static DayCellBuilder From(ImmutableArray<double> edges, DayCell cell)
    {
        if (cell.Counts.Length != edges.Length + 1)
            throw new ArgumentException($"The cell of {cell.AsOf:O} has {cell.Counts.Length} bins; {edges.Length} edges make {edges.Length + 1}.", nameof(cell));
        var builder = new DayCellBuilder(edges) { _missing = cell.Missing, _mean = cell.Mean, _m2 = cell.M2 };
        cell.Counts.CopyTo(builder._counts);
        builder._count = cell.Counts.Sum(count => (long)count);
        return builder;
    }

    /// <summary>Counts a value; NaN is missing.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is infinite: it has no place in a mean.</exception>
    public void Add(double value)
    {
        if (double.IsNaN(value))
        {
            _missing++;
            return;
        }

        if (double.IsInfinity(value))
            throw new ArgumentOutOfRangeException(nameof(value), value, "A value must be finite, or NaN where missing.");
        _counts[BinEdges.BinOf(edges.AsSpan(), value)]++;
        _count++;
        var delta = value - _mean;
        _mean += delta / _count;
        _m2 += delta * (value - _mean);
    }

    /// <summary>The cell of what has been added so far; more may be added afterwards.</summary>
    public DayCell Build(DateTimeOffset asOf) =>
        new() { AsOf = asOf, Counts = [.. _counts], Missing = _missing, Mean = _mean, M2 = _m2 };
}
