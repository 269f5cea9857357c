using ModelRegistry.Contracts.Monitoring;
using ModelRegistry.Contracts.Registry;
using ModelRegistry.Core.Monitoring;
using ModelRegistry.Postgres.ReadModels;

namespace ModelRegistry.Grains.Monitoring;

/// <summary>Where a monitor stands whose snapshot is gone: the stored reports say how far it had come; the log is read again from its beginning.</summary>
internal static class Recovery
{
    private const int Reports = 1_000;

    public static async Task<MonitorSnapshot> FromReportsAsync(IDriftReportStore store, ModelView model, MonitorPolicy policy)
    {
        // A report whose action was still to be carried out is scanned once more: it has the same id, and its commands have the same ids.
        var reports = (await store.ListAsync(model.Id, null, null, null, Reports)).Where(r => !r.Action.StartsWith(MonitorActions.Pending, StringComparison.Ordinal)).ToList();
        var real = reports.Where(r => !r.Drill).ToList();
        var drillVersion = reports.Find(r => r.Drill)?.Version ?? 0;
        var track = Track(real, policy);
        return new MonitorSnapshot
        {
            ReferenceVersion = real.Count == 0 ? null : real[0].Version,
            Real = real.Exists(r => r.Id == model.Frozen?.ReportId) ? track with { Episode = model.Frozen?.ReportId } : track,
            Drill = Track(reports.FindAll(r => r.Drill && r.Version == drillVersion), policy),
            DrillVersion = drillVersion,
        };
    }

    /// <summary>Replays the streaks of the reports on the latest version, the oldest first.</summary>
    private static TrackState Track(List<DriftReport> latestFirst, MonitorPolicy policy)
    {
        if (latestFirst.Count == 0) return new TrackState();
        var streak = new ScanStreak();
        foreach (var report in latestFirst.TakeWhile(r => r.Version == latestFirst[0].Version).Reverse())
        {
            streak = streak.Count(report.Severity);
            if (MonitorActions.StartsEpisode(report.Action)) streak = streak with { Episode = report.Id };
            else if (streak.CalmInARow >= policy.ThawScans) streak = streak with { Episode = null };
        }

        return new TrackState
        {
            ScannedThrough = Days.Of(latestFirst[0].AsOf),
            SevereInARow = streak.SevereInARow,
            CalmInARow = streak.CalmInARow,
            Episode = streak.Episode,
            LastReport = latestFirst[0].Id,
        };
    }
}
