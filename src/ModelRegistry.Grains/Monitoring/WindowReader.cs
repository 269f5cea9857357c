using System.Globalization;
using ModelRegistry.Contracts.Monitoring;
using ModelRegistry.Core.Monitoring;

namespace ModelRegistry.Grains.Monitoring;

/// <summary>Takes the last as-of days and those before them out of the cells. Days are counted as they are present, not by the calendar.</summary>
internal static class WindowReader
{
    /// <param name="cells">The cells.</param>
    /// <param name="drill">0, or the drill whose days stand in for the real ones.</param>
    /// <param name="day">The last day of the window.</param>
    /// <param name="policy">How many days.</param>
    public static List<FeatureWindow> Read(MonitorCells cells, int drill, DateOnly day, MonitorPolicy policy)
    {
        var days = DaysUpTo(cells, drill, day);
        var windows = new List<FeatureWindow>();
        for (var i = 0; i < cells.Reference.Features.Length; i++)
        {
            var feature = cells.Reference.Features[i];
            if (i != cells.Score) windows.Add(Window(feature, i, Split(days, policy)));
            else windows.Add(drill == MonitorCells.Real ? RealScores(cells, feature, days, policy) : DrillScores(cells, feature, drill, day, policy));
        }

        return windows;
    }

    private static List<(DateOnly Day, DayGrid Grid)> DaysUpTo(MonitorCells cells, int drill, DateOnly day)
    {
        var days = cells.DaysOf(MonitorCells.Real).Where(d => d <= day);
        if (drill != MonitorCells.Real) days = days.Union(cells.DaysOf(drill).Where(d => d <= day)).Order();
        return [.. days.Select(d => (d, (drill == MonitorCells.Real ? null : cells.Find(drill, d)) ?? cells.Find(MonitorCells.Real, d)!))];
    }

    // A version's scores are a series of their own: days on which it did not score are not in it.
    private static FeatureWindow RealScores(MonitorCells cells, FeatureReference feature, List<(DateOnly Day, DayGrid Grid)> days, MonitorPolicy policy)
    {
        var scored = days.Where(d => d.Grid.RowsOf(cells.Score) > 0).ToList();
        if (scored.Count == 0 || scored[^1].Day != days[^1].Day)
            return new FeatureWindow(feature.Name, new CellSum(feature.Bins), new CellSum(feature.Bins), "the version in production scored nothing on this day");
        return Window(feature, cells.Score, Split(scored, policy));
    }

    // The drill's own days against the scores of the version before it.
    private static FeatureWindow DrillScores(MonitorCells cells, FeatureReference feature, int drill, DateOnly day, MonitorPolicy policy)
    {
        var own = cells.DaysOf(drill).Where(d => d <= day).TakeLast(policy.WindowDays).Select(d => (d, cells.Find(drill, d)!)).ToList();
        var before = cells.DaysOf(MonitorCells.Real)
            .Where(d => own.Count > 0 && d < own[0].d)
            .Select(d => (d, cells.Find(MonitorCells.Real, d)!))
            .Where(d => d.Item2.RowsOf(cells.Score) > 0)
            .TakeLast(policy.BaselineDays)
            .ToList();
        var window = Window(feature, cells.Score, (own, before));
        var note = string.Create(CultureInfo.InvariantCulture, $"{own.Count} days of the drill against the version before it");
        return window with { Note = note, WantedDays = own.Count < policy.WindowDays ? Math.Max(1, own.Count) : null };
    }

    private static (List<(DateOnly, DayGrid)> Window, List<(DateOnly, DayGrid)> Baseline) Split(List<(DateOnly, DayGrid)> days, MonitorPolicy policy)
    {
        var window = days.TakeLast(policy.WindowDays).ToList();
        return (window, days.SkipLast(window.Count).TakeLast(policy.BaselineDays).ToList());
    }

    private static FeatureWindow Window(
        FeatureReference feature, int index, (List<(DateOnly, DayGrid Grid)> Window, List<(DateOnly, DayGrid Grid)> Baseline) days) => new(
        feature.Name,
        CellSum.Of(feature.Bins, days.Window.Select(d => d.Grid.CellOf(index))),
        CellSum.Of(feature.Bins, days.Baseline.Select(d => d.Grid.CellOf(index))));
}
