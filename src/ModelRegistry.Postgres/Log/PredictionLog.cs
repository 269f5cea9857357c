using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using ModelRegistry.Contracts.Serving;
using Npgsql;

namespace ModelRegistry.Postgres.Log;

/// <summary>The prediction log of this process: rules, buffer and writer on the way in, the reader on the way out.</summary>
internal sealed class PredictionLog : IPredictionLog, IHostedService, IAsyncDisposable
{
    private readonly NpgsqlDataSource _database;
    private readonly PredictionLogOptions _options;
    private readonly TimeProvider _time;
    private readonly ILogger<PredictionLog> _logger;
    private readonly PredictionRules _rules;
    private readonly PredictionReader _reader;
    private readonly LogBuffer _buffer;
    private LogWriter? _writer;

    public PredictionLog(NpgsqlDataSource database, IOptions<PredictionLogOptions> options, TimeProvider time, ILogger<PredictionLog> logger)
    {
        _database = database;
        _options = options.Value;
        _time = time;
        _logger = logger;
        _rules = new PredictionRules(_options.MaxFeatures, _options.PartitionDaysAhead, time);
        _reader = new PredictionReader(database);
        _buffer = new LogBuffer(_options.Capacity, _options.WhenFull, time);
    }

    public event EventHandler<LogFlushedEventArgs>? Flushed;

    public Exception? Failure => _buffer.Closed;

    /// <summary>The id of this process's writer; 0 before the start.</summary>
    internal long Writer => _writer?.Id ?? 0;

    public async Task StartAsync(CancellationToken cancellationToken) =>
        _writer = await LogWriter.StartAsync(_database, _buffer, _options, _time, _logger, OnFlushed, cancellationToken);

    public Task StopAsync(CancellationToken cancellationToken) => _writer?.StopAsync(cancellationToken) ?? Task.CompletedTask;

    public async ValueTask<Task> WriteAsync(IReadOnlyList<PredictionRow> rows, bool durable = false, CancellationToken cancellationToken = default)
    {
        if (_writer is null)
            throw new StoreUnavailableException("the prediction log is not started");
        if (rows.Count == 0)
            return Task.CompletedTask;
        _rules.Check(rows);
        var write = new PendingWrite([.. rows], _time.GetUtcNow(), durable);
        await _buffer.AddAsync(write, cancellationToken);
        return write.Done;
    }

    public Task<PredictionPage> ReadAsync(Guid modelId, LogCursor after, int limit, CancellationToken cancellationToken = default) =>
        _reader.ReadAsync(modelId, after, limit, cancellationToken);

    public IAsyncEnumerable<LoggedPrediction> ReadByAsOfAsync(
        Guid modelId, DateTimeOffset from, DateTimeOffset to, string? entity = null, CancellationToken cancellationToken = default) =>
        _reader.ReadByAsOfAsync(modelId, from, to, entity, cancellationToken);

    public Task<IReadOnlyDictionary<TrafficRole, long>> CountAsync(Guid modelId, CancellationToken cancellationToken = default) =>
        _reader.CountAsync(modelId, cancellationToken);

    public ValueTask DisposeAsync() => _writer?.DisposeAsync() ?? ValueTask.CompletedTask;

    private void OnFlushed(IReadOnlyCollection<Guid> modelIds) => Flushed?.Invoke(this, new LogFlushedEventArgs(modelIds));
}
