namespace ModelRegistry.Core.Monitoring;

/// <summary>Day cells of one feature and the same edges, merged: what every measure of drift is read from.</summary>
public sealed class CellSum
{
    private readonly long[] _counts;

    /// <param name="bins">Bins of every cell that will be added; at least 1.</param>
    public CellSum(int bins)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(bins);
        _counts = new long[bins];
    }

    /// <summary>Rows per bin.</summary>
    public ReadOnlySpan<long> Counts => _counts;

    /// <summary>Rows whose value is there.</summary>
    public long Rows { get; private set; }

    /// <summary>Rows whose value is missing.</summary>
    public long Missing { get; private set; }

    /// <summary>Cells merged.</summary>
    public int Days { get; private set; }

    /// <summary>Mean of the values that are there; 0 without any.</summary>
    public double Mean { get; private set; }

    /// <summary>Sum of squared deviations from <see cref="Mean"/>.</summary>
    public double M2 { get; private set; }

    /// <summary>Sample variance (n − 1); 0 below two rows.</summary>
    public double Variance => Rows > 1 ? M2 / (Rows - 1) : 0;

    /// <summary>Share of rows whose value is missing; 0 without rows.</summary>
    public double MissingRate => Rows + Missing == 0 ? 0 : (double)Missing / (Rows + Missing);

    /// <summary>Largest share of one bin; 0 without rows.</summary>
    public double LargestBin => Rows == 0 ? 0 : (double)_counts.Max() / Rows;

    public static CellSum Of(int bins, IEnumerable<DayCell> cells)
    {
        var sum = new CellSum(bins);
        foreach (var cell in cells) sum.Add(cell);
        return sum;
    }

    /// <summary>Moments are merged by the formula of Chan, Golub and LeVeque (1979).</summary>
    /// <exception cref="ArgumentException">The cell has another number of bins.</exception>
    public void Add(DayCell cell)
    {
        if (cell.Counts.Length != _counts.Length)
            throw new ArgumentException($"The cell of {cell.AsOf:O} has {cell.Counts.Length} bins; cells of {_counts.Length} bins are merged here.", nameof(cell));

        var rows = 0L;
        for (var i = 0; i < _counts.Length; i++)
        {
            _counts[i] += cell.Counts[i];
            rows += cell.Counts[i];
        }

        Days++;
        Missing += cell.Missing;
        if (rows == 0) return;
        var delta = cell.Mean - Mean;
        var total = Rows + rows;
        Mean += delta * rows / total;
        M2 += cell.M2 + (delta * delta * Rows * rows / total);
        Rows = total;
    }
}
