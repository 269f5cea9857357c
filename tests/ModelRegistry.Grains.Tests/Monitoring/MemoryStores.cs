using System.Collections.Immutable;
using System.Globalization;
using System.Security.Cryptography;
using ModelRegistry.Contracts.Monitoring;
using ModelRegistry.Contracts.Serving;
using ModelRegistry.Grains.Monitoring;
using ModelRegistry.Postgres.Artifacts;
using ModelRegistry.Postgres.Log;
using ModelRegistry.Postgres.ReadModels;

namespace ModelRegistry.Grains.Tests.Monitoring;

/// <summary>The stores a monitor reads and writes, in memory, and able to break off like a process that dies.</summary>
internal sealed class MemoryStores : IPredictionLog, IDriftReportStore, IArtifactStore, IMonitorMemory, ILogRetention
{
    private readonly SortedDictionary<long, List<LoggedPrediction>> _rows = [];
    private readonly Dictionary<string, byte[]> _artifacts = new(StringComparer.Ordinal);
    private readonly Dictionary<Guid, DriftReport> _reports = [];

    public event EventHandler<LogFlushedEventArgs>? Flushed
    {
        add { }
        remove { }
    }

    public Exception? Failure => null;

    public MonitorSnapshot? Snapshot { get; set; }

    /// <summary>How far the monitor has said that it will never read again.</summary>
    public LogCursor? Passed { get; private set; }

    /// <summary>Breaks off right after a report was saved for which this is true.</summary>
    public Func<DriftReport, bool> DieAfterReport { get; set; } = _ => false;

    /// <summary>The oldest first.</summary>
    public IReadOnlyList<DriftReport> Reports => [.. _reports.Values.OrderBy(r => r.AsOf).ThenBy(r => r.Drill)];

    public int ReportsSaved { get; private set; }

    /// <summary>Holder → digest that is kept.</summary>
    public Dictionary<string, string> Pins { get; } = new(StringComparer.Ordinal);

    /// <summary>What is stored under the digest is from now on what these bytes are.</summary>
    public void Spoil(string digest, byte[] content) => _artifacts[digest] = content;

    public void Append(long writer, IEnumerable<PredictionRow> rows)
    {
        if (!_rows.TryGetValue(writer, out var written)) _rows[writer] = written = [];
        foreach (var row in rows) written.Add(new LoggedPrediction(writer, written.Count + 1, row));
    }

    public MonitorSnapshot? Load() => Snapshot;

    public Task SaveAsync(MonitorSnapshot snapshot)
    {
        Snapshot = snapshot;
        return Task.CompletedTask;
    }

    public Task<PredictionPage> ReadAsync(Guid modelId, LogCursor after, int limit, CancellationToken cancellationToken = default)
    {
        var rows = _rows.SelectMany(w => w.Value.Skip((int)after.Positions.GetValueOrDefault(w.Key))).Where(r => r.Row.ModelId == modelId).Take(limit).ToList();
        var next = rows.Aggregate(after.Positions, (cursor, row) => cursor.SetItem(row.Writer, row.Sequence));
        return Task.FromResult(new PredictionPage(rows, new LogCursor { Positions = next }));
    }

    public IAsyncEnumerable<LoggedPrediction> ReadByAsOfAsync(Guid modelId, DateTimeOffset from, DateTimeOffset to, string? entity = null, CancellationToken cancellationToken = default) =>
        _rows.Values.SelectMany(r => r).Where(r => r.Row.ModelId == modelId && r.Row.AsOf >= from && r.Row.AsOf < to && (entity ?? r.Row.Entity) == r.Row.Entity).OrderBy(r => r.Row.AsOf).ThenBy(r => r.Writer).ThenBy(r => r.Sequence).ToAsyncEnumerable();

    public Task SaveAsync(DriftReport report, CancellationToken cancellationToken = default)
    {
        ReportsSaved++;
        _reports[report.Id] = _reports.TryGetValue(report.Id, out var earlier) ? earlier with { Action = report.Action, Why = report.Why } : report;
        return DieAfterReport(report) ? throw new OperationCanceledException($"died after report {report.AsOf.ToString("O", CultureInfo.InvariantCulture)}") : Task.CompletedTask;
    }

    public Task<DriftReport?> FindAsync(Guid modelId, Guid reportId, CancellationToken cancellationToken = default) => Task.FromResult(_reports.GetValueOrDefault(reportId));

    public Task<IReadOnlyList<DriftReport>> ListAsync(
        Guid modelId, DateTimeOffset? from, DateTimeOffset? to, DriftSeverity? atLeast, int limit, CancellationToken cancellationToken = default) =>
        Task.FromResult<IReadOnlyList<DriftReport>>([.. _reports.Values
            .Where(r => r.ModelId == modelId && r.Severity >= (atLeast ?? DriftSeverity.NotEnoughData) && r.AsOf >= (from ?? DateTimeOffset.MinValue) && r.AsOf < (to ?? DateTimeOffset.MaxValue))
            .OrderByDescending(r => r.AsOf).ThenByDescending(r => r.At).Take(limit)]);

    public async Task<PutResult> PutAsync(Stream content, string? expected = null, CancellationToken cancellationToken = default)
    {
        using var bytes = new MemoryStream();
        await content.CopyToAsync(bytes, cancellationToken);
        var digest = Convert.ToHexStringLower(SHA256.HashData(bytes.ToArray()));
        _artifacts[digest] = bytes.ToArray();
        return new PutResult(PutOutcome.Stored, digest, bytes.Length);
    }

    public Task<long?> FindAsync(string digest, CancellationToken cancellationToken = default) =>
        Task.FromResult<long?>(_artifacts.TryGetValue(digest, out var bytes) ? bytes.Length : null);

    public Task<Stream?> OpenAsync(string digest, CancellationToken cancellationToken = default) =>
        Task.FromResult<Stream?>(_artifacts.TryGetValue(digest, out var bytes) ? new MemoryStream(bytes) : null);

    public Task<bool> PinAsync(string holder, string digest, CancellationToken cancellationToken = default)
    {
        Pins[holder] = digest;
        return Task.FromResult(true);
    }

    public ValueTask<Task> WriteAsync(IReadOnlyList<PredictionRow> rows, bool durable = false, CancellationToken cancellationToken = default)
    {
        Append(1, rows);
        return ValueTask.FromResult(Task.CompletedTask);
    }

    public Task<IReadOnlyDictionary<TrafficRole, long>> CountAsync(Guid modelId, CancellationToken cancellationToken = default) =>
        Task.FromResult<IReadOnlyDictionary<TrafficRole, long>>(_rows.Values.SelectMany(r => r).GroupBy(r => r.Row.Role).ToImmutableDictionary(g => g.Key, g => g.LongCount()));

    public Task PassAsync(string reader, Guid modelId, LogCursor cursor, CancellationToken cancellationToken = default)
    {
        Passed = cursor;
        return Task.CompletedTask;
    }

    public Task PassOutcomesAsync(string reader, Guid modelId, long sequence, CancellationToken cancellationToken = default) => throw new NotSupportedException();

    public Task ForgetAsync(string reader, Guid modelId, CancellationToken cancellationToken = default) => throw new NotSupportedException();

    public Task<RetentionReport> DropBeforeAsync(DateOnly day, CancellationToken cancellationToken = default) => throw new NotSupportedException();
}
