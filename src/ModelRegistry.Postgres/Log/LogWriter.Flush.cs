using Npgsql;

namespace ModelRegistry.Postgres.Log;

/// <summary>From a batch to what became of each of its rows.</summary>
internal sealed partial class LogWriter
{
    /// <summary>Commits the rows. A batch that is refused is halved until the bad rows stand alone; the good ones go in, in their order.</summary>
    private async Task StoreAsync(ReadOnlyMemory<PendingRow> rows)
    {
        var refusal = await FlushAsync(rows);
        if (refusal is null)
        {
            foreach (var row in rows.Span)
                row.Owner.Commit();
        }
        else if (rows.Length == 1)
        {
            await RejectAsync(rows.Span[0], refusal);
        }
        else
        {
            await StoreAsync(rows[..(rows.Length / 2)]);
            await StoreAsync(rows[(rows.Length / 2)..]);
        }
    }

    /// <summary>Tries until it is known that the rows are committed (null) or refused (why).</summary>
    private async Task<Exception?> FlushAsync(ReadOnlyMemory<PendingRow> rows)
    {
        var target = _lastSequence + rows.Length;
        for (var attempt = 0; ; attempt++)
        {
            try
            {
                if (_session is null && await ResumeAsync(attempt > 0 ? target : _lastSequence))
                    return null;
                await _partitions.EnsureAsync(_abort.Token);
                await _session!.FlushAsync(_lastSequence, rows, _abort.Token);
                _lastSequence = target;
                return null;
            }
            catch (Exception e) when (IsOfTheRows(e))
            {
                return e;
            }
            catch (Exception e) when (e is not LogFencedException and not OperationCanceledException)
            {
                LogRetry(_logger, e, Id, rows.Length, attempt + 1);
                await DropSessionAsync();
                await PauseAsync(attempt);
            }
        }
    }

    /// <summary>Connects again. True when the rows of the attempt before turn out to be committed: its answer alone was lost.</summary>
    private async Task<bool> ResumeAsync(long target)
    {
        var (session, lastSequence, closed) = await WriterSession.ResumeAsync(_database, Id, _abort.Token);
        _session = session;
        if (lastSequence == target && target > _lastSequence)
        {
            _lastSequence = target;
            return true;
        }
        if (closed || lastSequence != _lastSequence)
        {
            // The flush, which is refused for the same reason, knows the words for it.
            await session.BeatAsync(_lastSequence, _abort.Token);
        }
        return false;
    }

    // Of the rows is what PostgreSQL refuses for its content, and what could not even be put into its format over a sound connection.
    private bool IsOfTheRows(Exception exception) => exception switch
    {
        PostgresException e => LogDatabase.RefusesContent(e),
        LogFencedException or OperationCanceledException => false,
        _ => !LogDatabase.IsAway(exception) && _session is { IsOpen: true },
    };

    private async Task RejectAsync(PendingRow pending, Exception refusal)
    {
        var reject = PredictionReject.Of(pending.Row, refusal, _time.GetUtcNow());
        LogReject(_logger, refusal, Id, pending.Row.PredictionId, pending.Row.ModelId);
        for (var attempt = 0; ; attempt++)
        {
            try
            {
                if (_session is null)
                    await ResumeAsync(_lastSequence);
                await _session!.RecordRejectAsync(reject, _abort.Token);
                break;
            }
            catch (Exception e) when (e is not LogFencedException and not OperationCanceledException)
            {
                LogRetry(_logger, e, Id, 1, attempt + 1);
                await DropSessionAsync();
                await PauseAsync(attempt);
            }
        }
        pending.Owner.Refuse(new LogRowRefusedException(pending.Row.PredictionId, reject.Reason, refusal));
    }

    private Task PauseAsync(int attempt)
    {
        var factor = Math.Min(1 << Math.Min(attempt, 20), _options.MaxRetryDelay / _options.RetryDelay);
        return Task.Delay(_options.RetryDelay * factor, _time, _abort.Token);
    }
}
