using System.Collections.Immutable;
using ModelRegistry.Core.Monitoring;

namespace ModelRegistry.Grains.Monitoring;

/// <summary>The cells of one as-of day: one per feature of the reference.</summary>
internal sealed class DayGrid
{
    private readonly DateTimeOffset _asOf;
    private readonly ImmutableArray<DayCellBuilder> _cells;

    public DayGrid(DateOnly day, ReferenceProfile reference)
    {
        _asOf = Days.Start(day);
        _cells = [.. reference.Features.Select(f => new DayCellBuilder(f.Edges))];
    }

    private DayGrid(DateOnly day, ImmutableArray<DayCellBuilder> cells)
    {
        _asOf = Days.Start(day);
        _cells = cells;
    }

    /// <summary>Rows counted for a feature, missing values included.</summary>
    public long RowsOf(int feature) => _cells[feature].Rows;

    /// <summary>A value that is not finite counts as missing: it has no bin and no place in a mean.</summary>
    public void Add(int feature, double value) => _cells[feature].Add(double.IsFinite(value) ? value : double.NaN);

    public DayCell CellOf(int feature) => _cells[feature].Build(_asOf);

    public SavedDay Save(int drill, DateOnly day) => new()
    {
        Drill = drill,
        Day = day,
        Cells = [.. _cells.Select(c => c.Build(_asOf)).Select(c => new SavedCell { Counts = c.Counts, Missing = c.Missing, Mean = c.Mean, M2 = c.M2 })],
    };

    public static DayGrid Restore(SavedDay saved, ReferenceProfile reference) => new(
        saved.Day,
        [.. reference.Features.Zip(saved.Cells, (feature, cell) => DayCellBuilder.From(
            feature.Edges,
            new DayCell { AsOf = Days.Start(saved.Day), Counts = cell.Counts, Missing = cell.Missing, Mean = cell.Mean, M2 = cell.M2 }))]);
}
