using System.Globalization;
using ModelRegistry.Contracts.Monitoring;
using ModelRegistry.Core.Monitoring;

namespace ModelRegistry.Grains.Monitoring;

/// <content>One closed day: the report, the decision, and the action that follows.</content>
internal sealed partial class DriftMonitor
{
    /// <summary>The id of the report on a day. It says nothing of when and why it was scanned: a repeat after a crash is the same report.</summary>
    public static Guid ReportId(Guid modelId, DateOnly day, int version, bool drill) => DerivedId.Of(
        "drift-report",
        modelId.ToString("D"),
        day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture),
        version.ToString(CultureInfo.InvariantCulture),
        drill ? "drill" : "real");

    private async Task ScanAsync(MonitorPolicy policy, DueDay due, string trigger)
    {
        var real = due.Drill == MonitorCells.Real;
        var track = real ? _state.Real : _state.Drill;
        var judgement = DriftScan.Judge(Cells.Reference, WindowReader.Read(Cells, due.Drill, due.Day, policy), policy);
        var report = Report(due, judgement, trigger);
        // A report that a crash left behind stays as it was, and so does what was concluded from it.
        report = await services.Reports.FindAsync(modelId, report.Id) ?? report;

        var streak = new ScanStreak { SevereInARow = track.SevereInARow, CalmInARow = track.CalmInARow, Episode = track.Episode }.Count(report.Severity);
        report = report with { SevereInARow = streak.SevereInARow };
        var fits = MonitorDecision.NeedsFits(streak, report, policy, Model) ? await FitsAsync(policy, due, report.Version) : [];
        var action = MonitorDecision.Decide(streak, report, policy, Model, fits);
        report = report with { Action = Planned(action.Kind), Why = Why(judgement, action, track, policy) };
        await services.Reports.SaveAsync(report);
        _scanned = report.Id;

        var acts = action.Kind is MonitorActionKind.RollBack or MonitorActionKind.FreezeAndRetrain;
        track = new TrackState
        {
            ScannedThrough = due.Day,
            SevereInARow = streak.SevereInARow,
            CalmInARow = streak.CalmInARow,
            Episode = acts ? report.Id : action.EndsEpisode ? null : streak.Episode,
            LastReport = report.Id,
        };
        _state = _state with
        {
            Real = real ? track : _state.Real,
            Drill = real ? _state.Drill : track,
            Pending = action.Kind == MonitorActionKind.None ? null : Pending(action, report),
        };
        if (_state.ReferenceDigest is not null) Forget(policy);
        await SaveAsync();
    }

    private DriftReport Report(DueDay due, DriftJudgement judgement, string trigger)
    {
        var drill = due.Drill != MonitorCells.Real;
        var version = drill ? due.Drill : _state.ReferenceVersion!.Value;
        return new DriftReport
        {
            Id = ReportId(modelId, due.Day, version, drill),
            ModelId = modelId,
            Version = version,
            AsOf = Days.Start(due.Day),
            At = services.Clock.GetUtcNow(),
            Severity = judgement.Severity,
            DriftedFeatures = judgement.DriftedFeatures,
            DriftScore = judgement.DriftScore,
            Confidence = judgement.Confidence,
            Rows = judgement.Rows,
            Days = judgement.Days,
            BaselineDays = judgement.BaselineDays,
            Drill = drill,
            Features = judgement.Features,
            Trigger = trigger,
        };
    }

    private string Why(DriftJudgement judgement, MonitorAction action, TrackState track, MonitorPolicy policy)
    {
        var words = new List<string>();
        if (_state.ReferenceDigest is null)
            words.Add(string.Create(CultureInfo.InvariantCulture, $"version {_state.ReferenceVersion} has no reference profile and {FirstDays.Wanted} closed days to make bins from are not there yet"));
        else if (judgement.Severity < DriftSeverity.Severe || action.Kind == MonitorActionKind.None)
            words.Add(DriftScan.Describe(judgement));
        if (action.Why.Length > 0) words.Add(action.Why);
        if (track.LateRows > 0)
            words.Add(string.Create(CultureInfo.InvariantCulture, $"{track.LateRows} rows came late, for days already scanned: counted, not scanned again"));
        if (Cells.Reference.WindowDays != policy.WindowDays || Cells.Reference.BaselineDays != policy.BaselineDays)
            words.Add(string.Create(CultureInfo.InvariantCulture, $"uncalibrated: thresholds were calibrated for {Cells.Reference.WindowDays} days against {Cells.Reference.BaselineDays}"));
        return string.Join("; ", words);
    }

    private async Task<List<VersionFit>> FitsAsync(MonitorPolicy policy, DueDay due, int judged)
    {
        // A drill is measured by the reference of the version before it, as it is judged.
        var references = new Dictionary<int, ReferenceProfile> { [judged] = Cells.Reference };
        foreach (var candidate in MonitorDecision.Candidates(Model, judged))
        {
            if (candidate == _state.ReferenceVersion) references[candidate] = Cells.Reference;
            else if (Version(candidate).ReferenceProfileDigest is { } digest && await ReadReferenceAsync(candidate, digest) is { } reference)
                references[candidate] = reference;
        }

        if (references.Count == 1 || Cells.Held is not { } held) return [];
        return await new FitReader(Cells, Model, policy).ReadAsync(CountedAsync(held.First, due.Day), due.Drill, due.Day, references);
    }

    /// <summary>Carries out what is pending; it stays pending while that cannot be done.</summary>
    private async Task CarryOutAsync()
    {
        if (_state.Pending is not { } action) return;
        var word = MonitorActions.WordOf(action.Kind);
        if (await _actions.CarryOutAsync(action) is not { } outcome)
        {
            LogActionWaits(services.Logger, modelId, word, action.Report);
            return;
        }

        if (await services.Reports.FindAsync(modelId, action.Report) is { } report)
            await services.Reports.SaveAsync(report with { Action = word, Why = $"{action.Why}: {outcome}" });
        LogActed(services.Logger, modelId, word, action.Report, outcome);
        _state = _state with { Pending = null };
        await SaveAsync();
        await LookAsync();
        await UseReferenceAsync();
    }

    private static string Planned(MonitorActionKind kind) => kind == MonitorActionKind.None ? "none" : MonitorActions.Pending + MonitorActions.WordOf(kind);

    private static PendingAction Pending(MonitorAction action, DriftReport report) => new()
    {
        Kind = action.Kind,
        Report = report.Id,
        AsOf = report.AsOf,
        From = action.From,
        To = action.To,
        Why = action.Why,
        Features = report.DriftedFeatures,
        Drill = report.Drill,
    };
}
