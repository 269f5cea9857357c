using ModelRegistry.Contracts.Monitoring;
using ModelRegistry.Contracts.Registry;
using ModelRegistry.Contracts.Serving;
using ModelRegistry.Core.Monitoring;
using ModelRegistry.Postgres.Log;

namespace ModelRegistry.Grains.Monitoring;

/// <summary>Counts the present window into the bins of several versions, by one pass over the log, and measures how well each reference fits.</summary>
internal sealed class FitReader(MonitorCells cells, ModelView view, MonitorPolicy policy)
{
    /// <param name="rows">The rows of the days that are held, up to the last day of the window.</param>
    /// <param name="drill">0, or the drill whose days stand in for the real ones.</param>
    /// <param name="day">The last day of the window.</param>
    /// <param name="references">By version.</param>
    public async Task<List<VersionFit>> ReadAsync(
        IAsyncEnumerable<PredictionRow> rows, int drill, DateOnly day, IReadOnlyDictionary<int, ReferenceProfile> references)
    {
        var window = SeriesByDay(drill, day);
        var counted = references.ToDictionary(r => r.Key, r => new Counted(r.Key, r.Value, view));
        await foreach (var row in rows)
        {
            var series = MonitorCells.SeriesOf(row);
            var inWindow = window.TryGetValue(Days.Of(row.AsOf), out var wanted) && series == wanted;
            foreach (var version in counted.Values)
            {
                if (inWindow) version.AddFeatures(row);
                if (row.Version == version.Version && row.Role != TrafficRole.Requested) version.AddScore(row);
            }
        }

        return [.. counted.Values.Select(c => c.Fit(policy))];
    }

    private Dictionary<DateOnly, int> SeriesByDay(int drill, DateOnly day)
    {
        var real = cells.DaysOf(MonitorCells.Real).ToHashSet();
        var drilled = drill == MonitorCells.Real ? [] : cells.DaysOf(drill).ToHashSet();
        return real.Union(drilled).Where(d => d <= day).Order().TakeLast(policy.WindowDays).ToDictionary(d => d, d => drilled.Contains(d) ? drill : MonitorCells.Real);
    }

    private sealed class Counted
    {
        private readonly ReferenceProfile _reference;
        private readonly RowMaps _maps;
        private readonly DayCellBuilder[] _features;
        private readonly SortedDictionary<DateOnly, DayCellBuilder> _scores = [];

        public Counted(int version, ReferenceProfile reference, ModelView view)
        {
            Version = version;
            _reference = reference;
            _maps = new RowMaps(reference);
            _maps.Learn(view);
            _features = [.. reference.Features.Select(f => new DayCellBuilder(f.Edges))];
        }

        public int Version { get; }

        public void AddFeatures(PredictionRow row)
        {
            if (!_maps.Knows(row.Version)) return;
            var map = _maps.Of(row.Version);
            for (var i = 0; i < map.Length; i++)
            {
                if (map[i] >= 0 && map[i] < row.Features.Length && float.IsFinite(row.Features[map[i]])) _features[i].Add(row.Features[map[i]]);
            }
        }

        public void AddScore(PredictionRow row)
        {
            if (_maps.Score < 0 || !double.IsFinite(row.Score)) return;
            var day = Days.Of(row.AsOf);
            if (!_scores.TryGetValue(day, out var cell)) _scores[day] = cell = new DayCellBuilder(_reference.Features[_maps.Score].Edges);
            cell.Add(row.Score);
        }

        public VersionFit Fit(MonitorPolicy policy)
        {
            var sums = new Dictionary<string, CellSum>(StringComparer.Ordinal);
            for (var i = 0; i < _features.Length; i++)
            {
                var feature = _reference.Features[i];
                sums[feature.Name] = i == _maps.Score
                    ? CellSum.Of(feature.Bins, _scores.TakeLast(policy.WindowDays).Select(s => s.Value.Build(Days.Start(s.Key))))
                    : CellSum.Of(feature.Bins, [_features[i].Build(DateTimeOffset.UnixEpoch)]);
            }

            return ReferenceFit.Of(Version, _reference, sums, policy.MinRows);
        }
    }
}
