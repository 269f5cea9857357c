namespace ModelRegistry.Cli.Mlflow;

/// <summary>One call while it goes on. Each time the server is waited for it has to say something before the silence is too long; what is done between may take as long as it takes.</summary>
internal sealed class ServerCall : IDisposable
{
    private readonly CancellationTokenSource _silence, _either;
    private readonly CancellationToken _cancelled;
    private readonly TimeSpan _longest;
    private readonly Uri _server;
    private readonly string _words;

    public ServerCall(Uri server, HttpRequestMessage request, TimeSpan longestSilence, TimeProvider clock, CancellationToken cancellationToken)
    {
        (_server, _words, _longest, _cancelled) = (server, $"{request.Method} {request.RequestUri}", longestSilence, cancellationToken);
        _silence = new(longestSilence, clock);
        _either = CancellationTokenSource.CreateLinkedTokenSource(_silence.Token, cancellationToken);
    }

    /// <summary>Waits for the server.</summary>
    /// <exception cref="ServerAwayException">The connection was lost, or the server said nothing for too long.</exception>
    public async ValueTask<T> HearAsync<T>(Func<CancellationToken, ValueTask<T>> wait)
    {
        _silence.CancelAfter(_longest);
        try
        {
            return await wait(_either.Token);
        }
        catch (Exception lost) when (lost is HttpRequestException and not ServerAwayException or IOException)
        {
            throw new ServerAwayException(_server, _words, lost.Message, inner: lost);
        }
        catch (OperationCanceledException lost) when (!_cancelled.IsCancellationRequested)
        {
            throw new ServerAwayException(_server, _words, FormattableString.Invariant($"it said nothing for {_longest.TotalSeconds} s"), inner: lost);
        }
        finally
        {
            _silence.CancelAfter(Timeout.InfiniteTimeSpan);
        }
    }

    /// <summary>Waits for something else while the server is waited for, whose silence begins anew afterwards.</summary>
    public async ValueTask<T> RestAsync<T>(Func<CancellationToken, ValueTask<T>> wait)
    {
        _silence.CancelAfter(Timeout.InfiniteTimeSpan);
        try
        {
            return await wait(_either.Token);
        }
        finally
        {
            _silence.CancelAfter(_longest);
        }
    }

    /// <summary>The server answered that it is busy, or broken.</summary>
    public ServerAwayException Busy(HttpResponseMessage response) =>
        new(_server, _words, FormattableString.Invariant($"it answers {(int)response.StatusCode}"), response.StatusCode, response.Headers.RetryAfter?.Delta);

    public override string ToString() => _words;

    public void Dispose()
    {
        _either.Dispose();
        _silence.Dispose();
    }
}
