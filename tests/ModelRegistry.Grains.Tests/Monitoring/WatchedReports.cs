using ModelRegistry.Contracts.Monitoring;
using ModelRegistry.Postgres.ReadModels;

namespace ModelRegistry.Grains.Tests.Monitoring;

/// <summary>The real report store, with an ear at it: tests wait for a report, or have the process die just after one.</summary>
internal sealed class WatchedReports(IDriftReportStore store) : IDriftReportStore
{
    private readonly List<(Func<DriftReport, bool> Wanted, TaskCompletionSource<DriftReport> Seen)> _waiting = [];

    /// <summary>Breaks off right after a report was saved for which this is true.</summary>
    public Func<DriftReport, bool> DieAfter { get; set; } = _ => false;

    /// <summary>Arm it before what triggers the report.</summary>
    public Task<DriftReport> Next(Func<DriftReport, bool> wanted)
    {
        var seen = new TaskCompletionSource<DriftReport>(TaskCreationOptions.RunContinuationsAsynchronously);
        lock (_waiting) _waiting.Add((wanted, seen));
        return seen.Task.WaitAsync(TimeSpan.FromSeconds(60));
    }

    public async Task SaveAsync(DriftReport report, CancellationToken cancellationToken = default)
    {
        await store.SaveAsync(report, cancellationToken);
        if (DieAfter(report)) throw new InvalidOperationException($"died after report {report.Id:D}");
        lock (_waiting)
        {
            foreach (var (_, seen) in _waiting.Where(w => w.Wanted(report))) seen.TrySetResult(report);
        }
    }

    public Task<DriftReport?> FindAsync(Guid modelId, Guid reportId, CancellationToken cancellationToken = default) =>
        store.FindAsync(modelId, reportId, cancellationToken);

    public Task<IReadOnlyList<DriftReport>> ListAsync(
        Guid modelId, DateTimeOffset? from, DateTimeOffset? to, DriftSeverity? atLeast, int limit, CancellationToken cancellationToken = default) =>
        store.ListAsync(modelId, from, to, atLeast, limit, cancellationToken);
}
