using ModelRegistry.Contracts.Registry;
using ModelRegistry.Core.Monitoring;
using ModelRegistry.Postgres.Artifacts;
using ModelRegistry.Postgres.Log;

namespace ModelRegistry.Grains.Monitoring;

/// <content>Whose bins the cells have.</content>
internal sealed partial class DriftMonitor
{
    /// <summary>Takes up the reference of the version in production (of a drill: of the version before it); new bins are counted from the log.</summary>
    private async Task UseReferenceAsync()
    {
        if (Model.Production is { } number && IsDrill(number) && number != _state.DrillVersion)
            _state = _state with { DrillVersion = number, Drill = new TrackState() };

        // The same version may be drilled again: that is another drill, not the end of this one.
        if (!IsDrilling) _state = _state with { Drill = _state.Drill with { SevereInARow = 0, CalmInARow = 0, Episode = null } };
        if (ReferenceVersionOf(Model) is not { } version) return;
        var digest = Version(version).ReferenceProfileDigest;
        if (version == _state.ReferenceVersion && (digest is null || digest == _state.ReferenceDigest || _unusable == digest)) return;

        var reference = digest is null ? null : await ReadReferenceAsync(version, digest);
        var episode = Model.Frozen is { } frozen && frozen.ReportId == _state.Real.Episode ? _state.Real.Episode : null;
        _state = _state with
        {
            Real = _state.ReferenceVersion is null || _state.ReferenceVersion == version ? _state.Real : _state.Real with { SevereInARow = 0, CalmInARow = 0, Episode = episode },
            ReferenceVersion = version,
            ReferenceDigest = reference is null ? null : digest,
        };
        await RebuildAsync(reference);
        if (!_recovering) await SaveAsync();
    }

    /// <summary>The version whose reference counts: the one in production, or the last before it that is no drill.</summary>
    private int? ReferenceVersionOf(ModelView view) => view.Production is { } number && !IsDrill(number)
        ? number
        : view.FormerProduction.Reverse().Where(v => !IsDrill(v)).Select(v => (int?)v).FirstOrDefault();

    private bool IsDrill(int number) => Model.Versions.Concat(Model.DeletedVersions).Any(v => v.Number == number && v.Drill);

    private VersionView Version(int number) => Model.Versions.Concat(Model.DeletedVersions).First(v => v.Number == number);

    private string? _unusable;

    private async Task<ReferenceProfile?> ReadReferenceAsync(int version, string digest)
    {
        try
        {
            if (await services.References.ReadAsync(digest) is { } found) return found;
            LogReferenceUnusable(services.Logger, modelId, version, $"nothing is stored under {digest}");
        }
        catch (Exception e) when (e is InvalidProfileException or CorruptArtifactException)
        {
            LogReferenceUnusable(services.Logger, modelId, version, e.Message);
        }

        _unusable = digest;
        return null;
    }

    /// <summary>Without a reference of its own, a version is watched by bins made from the first closed days.</summary>
    private async Task UseFirstDaysAsync()
    {
        if (_state.ReferenceDigest is not null || _state.ReferenceVersion is not { } version || _state.Watermark is not { } watermark) return;
        var days = Cells.DaysOf(MonitorCells.Real).Where(d => d < Days.Of(watermark)).Take(FirstDays.Wanted).ToList();
        if (days.Count < FirstDays.Wanted) return;
        var rows = new List<PredictionRow>();
        await foreach (var row in CountedAsync(days[0], days[^1]))
        {
            if (MonitorCells.SeriesOf(row) == MonitorCells.Real) rows.Add(row);
        }

        var reference = FirstDays.Reference(rows, Version(version), Model);
        _state = _state with { ReferenceDigest = await services.References.WriteAsync(reference) };
        await services.References.KeepAsync(modelId, _state.ReferenceDigest);
        await RebuildAsync(reference);
        await SaveAsync();
    }

    /// <summary>Counts the days that are held once more, into the bins of a reference.</summary>
    private async Task RebuildAsync(ReferenceProfile? reference)
    {
        var held = Cells.Held;
        UseCells(reference);
        if (held is not { } span) return;
        await foreach (var row in CountedAsync(span.First, span.Last))
        {
            if (MonitorCells.SeriesOf(row) is { } series && Cells.Knows(row.Version)) Cells.Add(series, row);
        }
    }

    /// <summary>The rows of some days that the cursor has passed; what came since is counted when it is read.</summary>
    private async IAsyncEnumerable<PredictionRow> CountedAsync(DateOnly first, DateOnly last)
    {
        await foreach (var logged in services.Log.ReadByAsOfAsync(modelId, Days.Start(first), Days.End(last)))
        {
            if (logged.Sequence <= _state.Cursor.GetValueOrDefault(logged.Writer)) yield return logged.Row;
        }
    }
}
