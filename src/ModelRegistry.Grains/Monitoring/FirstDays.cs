using ModelRegistry.Contracts.Registry;
using ModelRegistry.Core.Monitoring;
using ModelRegistry.Postgres.Log;

namespace ModelRegistry.Grains.Monitoring;

/// <summary>Makes a reference for a version that came without one, from the first as-of days of its traffic: bins, and the fixed thresholds.</summary>
internal static class FirstDays
{
    /// <summary>As-of days that are enough to make bins from.</summary>
    public const int Wanted = 30;

    /// <param name="rows">The rows of these days, already counted by the monitor.</param>
    /// <param name="version">Whose features and scores are taken.</param>
    /// <param name="view">The model, for the inputs of all versions.</param>
    public static ReferenceProfile Reference(IReadOnlyCollection<PredictionRow> rows, VersionView version, ModelView view)
    {
        var inputs = view.Versions.Concat(view.DeletedVersions).ToDictionary(v => v.Number, v => v.Inputs);
        var profiles = version.Inputs
            .Where(name => !string.Equals(name, FeatureProfile.Score, StringComparison.Ordinal))
            .Select(name => Profile(name, rows, row => inputs.TryGetValue(row.Version, out var names) ? ValueOf(row, names.IndexOf(name)) : null))
            .Append(Profile(FeatureProfile.Score, rows, row => row.Version == version.Number ? row.Score : null));
        return Calibrator.Calibrate(new TrainingProfile { Features = [.. profiles] });
    }

    private static double? ValueOf(PredictionRow row, int place) => place >= 0 && place < row.Features.Length ? row.Features[place] : null;

    private static FeatureProfile Profile(string name, IReadOnlyCollection<PredictionRow> rows, Func<PredictionRow, double?> value)
    {
        var days = rows
            .Select(row => (Day: Days.Of(row.AsOf), Value: value(row)))
            .Where(v => v.Value is not null)
            .Select(v => (v.Day, Value: double.IsFinite(v.Value!.Value) ? v.Value.Value : double.NaN))
            .GroupBy(v => v.Day)
            .OrderBy(g => g.Key)
            .ToList();
        var edges = BinEdges.FromValues([.. days.SelectMany(g => g.Select(v => v.Value))]);
        return new FeatureProfile
        {
            Name = name,
            Edges = edges,
            Days = [.. days.Select(g =>
            {
                var cell = new DayCellBuilder(edges);
                foreach (var (_, v) in g) cell.Add(v);
                return cell.Build(Days.Start(g.Key));
            })],
        };
    }
}
