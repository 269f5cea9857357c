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
