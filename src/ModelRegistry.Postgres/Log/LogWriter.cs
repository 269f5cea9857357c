using Microsoft.Extensions.Logging;
using Npgsql;

namespace ModelRegistry.Postgres.Log;

/// <summary>
/// The writer of this process: one loop, one connection, one flush at a time. What it knows is the last sequence it has committed; everything
/// after a failure follows from comparing that with what the database says.
/// </summary>
internal sealed partial class LogWriter : IAsyncDisposable
{
    private readonly NpgsqlDataSource _database;
    private readonly LogBuffer _buffer;
    private readonly LogPartitions _partitions;
    private readonly PredictionLogOptions _options;
    private readonly TimeProvider _time;
    private readonly ILogger _logger;
    private readonly Action<IReadOnlyCollection<Guid>> _flushed;
    private readonly CancellationTokenSource _abort = new();
    private WriterSession? _session;
    private Task _loop = Task.CompletedTask;
    private long _lastSequence;
    private long _lastBeat;

    private LogWriter(
        NpgsqlDataSource database, LogBuffer buffer, PredictionLogOptions options, TimeProvider time, ILogger logger, Action<IReadOnlyCollection<Guid>> flushed)
    {
        _database = database;
        _buffer = buffer;
        _partitions = new LogPartitions(database, options.PartitionDaysAhead, time);
        _options = options;
        _time = time;
        _logger = logger;
        _flushed = flushed;
    }

    /// <summary>The id of this incarnation in <c>log_writers</c>.</summary>
    public long Id { get; private set; }

    /// <summary>Makes the partitions, registers, closes the dead, and starts to write.</summary>
    public static async Task<LogWriter> StartAsync(
        NpgsqlDataSource database, LogBuffer buffer, PredictionLogOptions options, TimeProvider time, ILogger logger, Action<IReadOnlyCollection<Guid>> flushed,
        CancellationToken cancellationToken)
    {
        var writer = new LogWriter(database, buffer, options, time, logger, flushed);
        await writer._partitions.EnsureAsync(cancellationToken);
        var session = await WriterSession.RegisterAsync(database, Environment.MachineName, Environment.ProcessId, cancellationToken);
        writer._session = session;
        writer.Id = session.Writer;
        await writer.CloseDeadAsync(session);
        writer._lastBeat = time.GetTimestamp();
        LogStarted(logger, writer.Id);
        writer._loop = Task.Run(writer.RunAsync);
        return writer;
    }

    /// <summary>Takes no more rows, commits those it has, and closes the writer; when the token is cancelled before, the rest is given up.</summary>
    public async Task StopAsync(CancellationToken cancellationToken)
    {
        _buffer.Close(new StoreUnavailableException("the prediction log is stopping"));
        await using (cancellationToken.Register(_abort.Cancel))
            await _loop;
    }

    public async ValueTask DisposeAsync()
    {
        await _abort.CancelAsync();
        _buffer.Close(new StoreUnavailableException("the prediction log is stopped"));
        await _loop;
    }

    private async Task RunAsync()
    {
        var batch = new List<PendingRow>();
        try
        {
            while (await NextBatchAsync() is { Count: > 0 } next)
            {
                batch = next;
                await StoreAsync(PredictionSpans.Group(batch));
                _buffer.Release(batch.Count);
                Nudge(batch);
                if (BeatIsDue())
                    await BeatAsync();
            }
            await CloseAsync();
        }
        catch (LogFencedException e)
        {
            LogFenced(_logger, e);
            GiveUp(batch, e);
        }
        catch (OperationCanceledException)
        {
            GiveUp(batch, new StoreUnavailableException("the prediction log was stopped before it could write; whether the last rows were committed is not known"));
        }
        catch (Exception e)
        {
            LogBroken(_logger, e);
            GiveUp(batch, new StoreUnavailableException($"the writer of the prediction log has failed: {e.Message}", e));
        }
        finally
        {
            if (_session is not null)
                await _session.DisposeAsync();
        }
    }

    /// <summary>The next rows; none when the buffer is closed and empty.</summary>
    private async Task<List<PendingRow>> NextBatchAsync()
    {
        while (!await _buffer.WaitAsync(1, _options.Heartbeat))
            await BeatAsync();
        if (_options.FlushInterval > TimeSpan.Zero)
            await _buffer.WaitAsync(_options.BatchRows, _options.FlushInterval);
        return _buffer.Take(_options.BatchRows);
    }

    private bool BeatIsDue() => _time.GetElapsedTime(_lastBeat) >= _options.Heartbeat;

    private async Task BeatAsync()
    {
        _lastBeat = _time.GetTimestamp();
        try
        {
            if (_session is null)
                await ResumeAsync(_lastSequence);
            await _session!.BeatAsync(_lastSequence, _abort.Token);
            await _partitions.EnsureAsync(_abort.Token);
            await CloseDeadAsync(_session);
        }
        catch (Exception e) when (e is not LogFencedException and not OperationCanceledException)
        {
            LogSilent(_logger, e, Id);
            await DropSessionAsync();
        }
    }

    private async Task CloseDeadAsync(WriterSession session)
    {
        foreach (var dead in await session.CloseDeadAsync(_options.SoleWriter ? TimeSpan.Zero : _options.DeadAfter, _abort.Token))
            LogClosedDead(_logger, dead, Id);
    }

    private async Task CloseAsync()
    {
        try
        {
            if (_session is null)
                await ResumeAsync(_lastSequence);
            await _session!.CloseAsync(_abort.Token);
            LogStopped(_logger, Id, _lastSequence);
        }
        catch (Exception e) when (e is not LogFencedException and not OperationCanceledException)
        {
            // Every row is committed; a successor will find this writer dead and close it.
            LogSilent(_logger, e, Id);
        }
    }

    private async Task DropSessionAsync()
    {
        var session = _session;
        _session = null;
        if (session is not null)
            await session.DisposeAsync();
    }

    private void GiveUp(List<PendingRow> batch, Exception reason)
    {
        _buffer.Close(reason);
        foreach (var pending in batch.Concat(_buffer.Take(int.MaxValue)))
            pending.Owner.Abandon(reason);
    }

    private void Nudge(List<PendingRow> batch)
    {
        try
        {
            _flushed(batch.Select(pending => pending.Row.ModelId).Distinct().ToArray());
        }
        catch (Exception e)
        {
            LogNudgeFailed(_logger, e);
        }
    }
}
