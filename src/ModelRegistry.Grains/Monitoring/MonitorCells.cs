using System.Collections.Immutable;
using ModelRegistry.Contracts.Registry;
using ModelRegistry.Contracts.Serving;
using ModelRegistry.Core.Monitoring;
using ModelRegistry.Postgres.Log;

namespace ModelRegistry.Grains.Monitoring;

/// <summary>One cell per feature and as-of day, of real traffic (0) and of each fire drill (its version).</summary>
/// <param name="reference">Bins.</param>
/// <param name="scoredBy">The version whose production scores the <c>score</c> cells hold: scores of two versions are two series.</param>
internal sealed class MonitorCells(ReferenceProfile reference, int? scoredBy)
{
    /// <summary>The key of real traffic.</summary>
    public const int Real = 0;

    private readonly SortedDictionary<(int Drill, DateOnly Day), DayGrid> _days = [];
    private readonly RowMaps _maps = new(reference);

    public ReferenceProfile Reference => reference;

    /// <summary>Real traffic is what production and the challenger were asked; shadows, drills and requests by name are not.</summary>
    public static int? SeriesOf(PredictionRow row) => row.Role switch
    {
        TrafficRole.Production or TrafficRole.Challenger => Real,
        TrafficRole.Drill => row.Version,
        _ => null,
    };

    /// <summary>The first and the last as-of day that is held, of any series; null when none is.</summary>
    public (DateOnly First, DateOnly Last)? Held => _days.Count == 0 ? null : (_days.Keys.Min(k => k.Day), _days.Keys.Max(k => k.Day));

    /// <summary>The as-of days of a series, ascending.</summary>
    public IEnumerable<DateOnly> DaysOf(int drill) => _days.Keys.Where(k => k.Drill == drill).Select(k => k.Day);

    public DayGrid? Find(int drill, DateOnly day) => _days.GetValueOrDefault((drill, day));

    public bool Knows(int version) => _maps.Knows(version);

    public void Learn(ModelView view) => _maps.Learn(view);

    /// <summary>Counts a row of a known version.</summary>
    public void Add(int drill, PredictionRow row)
    {
        var key = (drill, Days.Of(row.AsOf));
        if (!_days.TryGetValue(key, out var grid)) _days[key] = grid = new DayGrid(key.Item2, reference);
        var map = _maps.Of(row.Version);
        for (var i = 0; i < map.Length; i++)
        {
            if (map[i] >= 0 && map[i] < row.Features.Length) grid.Add(i, row.Features[map[i]]);
        }

        if (_maps.Score >= 0 && (drill != Real || (row.Role == TrafficRole.Production && row.Version == scoredBy)))
            grid.Add(_maps.Score, row.Score);
    }

    /// <summary>The place of <c>score</c> in the reference; negative where it has none.</summary>
    public int Score => _maps.Score;

    /// <summary>Forgets days before one that no window reaches any more.</summary>
    public void Forget(DateOnly before)
    {
        foreach (var key in _days.Keys.Where(k => k.Day < before).ToList()) _days.Remove(key);
    }

    public ImmutableArray<SavedDay> Save() => [.. _days.Select(d => d.Value.Save(d.Key.Drill, d.Key.Day))];

    public void Restore(ImmutableArray<SavedDay> saved)
    {
        foreach (var day in saved) _days[(day.Drill, day.Day)] = DayGrid.Restore(day, reference);
    }
}
