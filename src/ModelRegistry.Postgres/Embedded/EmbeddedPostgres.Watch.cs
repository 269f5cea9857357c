namespace ModelRegistry.Postgres.Embedded;

/// <summary>Starts the server again when it ends without having been told to: killed for lack of memory, or by hand.</summary>
public sealed partial class EmbeddedPostgres
{
    private static readonly TimeSpan Look = TimeSpan.FromMilliseconds(250);
    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(30);
    private readonly CancellationTokenSource _unwatch = new();
    private Task _watch = Task.CompletedTask;

    /// <summary>A server that had ended runs again.</summary>
    internal event EventHandler? Restarted;

    private void Watch() => _watch = Task.Run(() => WatchAsync(_unwatch.Token));

    private async Task EndWatchAsync()
    {
        await _unwatch.CancelAsync();
        await _watch;
        _unwatch.Dispose();
    }

    private async Task WatchAsync(CancellationToken cancellationToken)
    {
        try
        {
            while (true)
            {
                await Task.Delay(Look, cancellationToken);
                if (_server.Runs(_folder.Data))
                    continue;
                Gone(_folder.FullPath, ProcessId);
                _server = await StartAgainAsync(cancellationToken);
                Running(_folder.FullPath, ProcessId, Adopted);
                Restarted?.Invoke(this, EventArgs.Empty);
            }
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            // The host stops the server itself.
        }
    }

    /// <summary>Tries until it starts: workers of the server that was killed may still hold its memory, and a full disk may be emptied.</summary>
    private async Task<RunningServer> StartAgainAsync(CancellationToken cancellationToken)
    {
        for (var pause = TimeSpan.FromSeconds(1); ; pause = TimeSpan.FromTicks(Math.Min(2 * pause.Ticks, LongestPause.Ticks)))
        {
            try
            {
                var binaries = await PostgresBinaries.FindServerAsync(PostgresPlaces.Usual, _folder.Major, _folder.FullPath, cancellationToken);
                return await RunningServer.StartAsync(_folder, binaries, _user, _options, _server.Socket, cancellationToken);
            }
            catch (Exception exception) when (exception is EmbeddedPostgresException or IOException)
            {
                NotStarted(_folder.FullPath, pause, exception);
            }

            await Task.Delay(pause, cancellationToken);
        }
    }
}
