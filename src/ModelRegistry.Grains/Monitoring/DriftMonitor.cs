using Microsoft.Extensions.Logging;
using ModelRegistry.Contracts.Monitoring;
using ModelRegistry.Contracts.Registry;
using ModelRegistry.Contracts.Retraining;
using ModelRegistry.Core.Monitoring;
using ModelRegistry.Postgres.Log;

namespace ModelRegistry.Grains.Monitoring;

/// <summary>
/// Reads the prediction log into day cells, closes days, scans them in order, and does what follows. Not for several threads; after an
/// exception it is thrown away, and another goes on from the snapshot.
/// </summary>
internal sealed partial class DriftMonitor(
    Guid modelId, MonitorServices services, IModelGrain model, IRetrainingGrain retraining, IMonitorMemory memory)
{
    private const int PageRows = 5_000;

    // Under this name nothing is dropped that is not in a snapshot yet.
    private const string Reader = "monitor";

    // The cursor moves with the cells, so what was read since the last snapshot is only read again.
    private const long RowsBetweenSnapshots = 20_000;

    // Days kept beyond the windows, for series that skip a day.
    private const int SpareDays = 10;

    private readonly MonitorActions _actions = new(model, retraining, services.Clock);
    private MonitorCells? _cells;
    private MonitorSnapshot _state = memory.Load() ?? new();
    private ModelView? _view;
    private bool _recovering;
    private long _unsaved;
    private Guid? _scanned;

    /// <summary>As of the last step.</summary>
    public MonitorSnapshot State => _state;

    /// <summary>The model as last seen; null before the first look, or where there is none.</summary>
    public ModelView? View => _view;

    private ModelView Model => _view ?? throw new InvalidOperationException($"Model {modelId:D} was not looked up yet.");

    private MonitorCells Cells => _cells ?? throw new InvalidOperationException($"The cells of model {modelId:D} are not loaded yet.");

    /// <summary>Carries out what is pending, counts what is in the log, and scans every day that is closed.</summary>
    /// <param name="configured">The policy the monitor was configured with; null: the policy file's.</param>
    /// <param name="trigger">closed_day, reminder or demand.</param>
    /// <param name="through">Closes days up to this one, whatever the watermark; <see cref="DateOnly.MinValue"/> closes none.</param>
    /// <returns>The last report that was made; null when no day was due.</returns>
    public async Task<Guid?> RunAsync(MonitorPolicy? configured, string trigger, DateOnly through)
    {
        _scanned = null;
        if (!await LookAsync()) return null;
        var policy = configured ?? services.Policies.For(Model.Name);
        await LoadAsync(policy);
        await UseReferenceAsync();
        await CarryOutAsync();
        await ReadLogAsync(policy);
        await UseFirstDaysAsync();
        while (_state.Pending is null && NextDue(through) is { } due)
        {
            await ScanAsync(policy, due, trigger);
            await CarryOutAsync();
        }

        if (_unsaved >= RowsBetweenSnapshots || _recovering || (_unsaved > 0 && string.Equals(trigger, "reminder", StringComparison.Ordinal))) await SaveAsync();
        _recovering = false;
        return _scanned;
    }

    private async Task<bool> LookAsync()
    {
        _view = await model.Get() ?? _view;
        return _view is not null;
    }

    private async Task LoadAsync(MonitorPolicy policy)
    {
        if (_cells is not null) return;
        if (memory.Load() is null)
        {
            _state = await Recovery.FromReportsAsync(services.Reports, Model, policy);
            _recovering = true;
            await services.Retention.PassAsync(Reader, modelId, LogCursor.Start);
        }

        var reference = _state.ReferenceDigest is { } digest ? await ReadReferenceAsync(_state.ReferenceVersion!.Value, digest) : null;
        if (reference is null) _state = _state with { ReferenceDigest = null };
        else if (Version(_state.ReferenceVersion!.Value).ReferenceProfileDigest != _state.ReferenceDigest) await services.References.KeepAsync(modelId, _state.ReferenceDigest!);
        UseCells(reference);
        Cells.Restore(reference is null ? [.. _state.Days.Select(day => day with { Cells = [] })] : _state.Days);
    }

    private void UseCells(ReferenceProfile? reference)
    {
        _cells = new MonitorCells(reference ?? new ReferenceProfile(), _state.ReferenceVersion);
        _cells.Learn(Model);
    }

    private async Task ReadLogAsync(MonitorPolicy policy)
    {
        while (true)
        {
            var page = await services.Log.ReadAsync(modelId, new LogCursor { Positions = _state.Cursor }, PageRows);
            foreach (var logged in page.Rows) await CountAsync(logged.Row);
            _state = _state with { Cursor = page.Next.Positions };
            if (page.Rows.Count == 0) break;
            _unsaved += page.Rows.Count;
            if (_recovering && _state.ReferenceDigest is not null) Forget(policy);
        }
    }

    private async Task CountAsync(PredictionRow row)
    {
        if (MonitorCells.SeriesOf(row) is not { } series) return;
        if (!Cells.Knows(row.Version))
        {
            await LookAsync();
            Cells.Learn(Model);
            if (!Cells.Knows(row.Version))
            {
                LogUnknownVersion(services.Logger, modelId, row.Version, row.PredictionId);
                return;
            }
        }

        if (row.AsOf > (_state.Watermark ?? DateTimeOffset.MinValue)) _state = _state with { Watermark = row.AsOf };
        if (IsLate(series, Days.Of(row.AsOf)) && !_recovering && !CountLate(series, Days.Of(row.AsOf))) return;
        Cells.Add(series, row);
    }

    private bool IsLate(int series, DateOnly day) => series == MonitorCells.Real
        ? day <= _state.Real.ScannedThrough
        : series == _state.DrillVersion && day <= _state.Drill.ScannedThrough;

    /// <summary>False where the day is older than anything that is held.</summary>
    private bool CountLate(int series, DateOnly day)
    {
        if (series == MonitorCells.Real) _state = _state with { Real = _state.Real with { LateRows = _state.Real.LateRows + 1 } };
        else _state = _state with { Drill = _state.Drill with { LateRows = _state.Drill.LateRows + 1 } };
        return day >= Cells.DaysOf(MonitorCells.Real).FirstOrDefault(DateOnly.MaxValue);
    }

    /// <summary>The next closed day, real days first; null when there is none.</summary>
    private DueDay? NextDue(DateOnly through)
    {
        if (_state.ReferenceVersion is null || _state.Watermark is not { } watermark) return null;
        var open = Days.Of(watermark);
        return Next(MonitorCells.Real, _state.Real) ?? (IsDrilling ? Next(_state.DrillVersion, _state.Drill) : null);

        DueDay? Next(int series, TrackState track)
        {
            foreach (var day in Cells.DaysOf(series))
            {
                if (!(day <= track.ScannedThrough) && (day < open || day <= through)) return new DueDay(series, day);
            }

            return null;
        }
    }

    /// <summary>A version of a fire drill is in production.</summary>
    public bool IsDrilling => _view?.Production is { } number && number == _state.DrillVersion;

    private void Forget(MonitorPolicy policy)
    {
        var scanned = Cells.DaysOf(MonitorCells.Real).Where(d => d <= _state.Real.ScannedThrough);
        var kept = scanned.TakeLast(policy.WindowDays + policy.BaselineDays + SpareDays).ToList();
        if (kept.Count > 0) Cells.Forget(kept[0]);
    }

    private async Task SaveAsync()
    {
        _state = _state with { Days = Cells.Save() };
        await memory.SaveAsync(_state);
        await services.Retention.PassAsync(Reader, modelId, new LogCursor { Positions = _state.Cursor });
        _unsaved = 0;
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "Model {Model}: prediction {Prediction} names version {Version}, which the model does not have; it is not counted.")]
    private static partial void LogUnknownVersion(ILogger logger, Guid model, int version, Guid prediction);

    [LoggerMessage(Level = LogLevel.Warning, Message = "Model {Model}: the reference of version {Version} cannot be used ({Why}); bins are made from the first days seen.")]
    private static partial void LogReferenceUnusable(ILogger logger, Guid model, int version, string why);

    [LoggerMessage(Level = LogLevel.Information, Message = "Model {Model}: {Action} after report {Report}: {Outcome}")]
    private static partial void LogActed(ILogger logger, Guid model, string action, Guid report, string outcome);

    [LoggerMessage(Level = LogLevel.Warning, Message = "Model {Model}: {Action} after report {Report} could not be carried out now and will be repeated.")]
    private static partial void LogActionWaits(ILogger logger, Guid model, string action, Guid report);
}
