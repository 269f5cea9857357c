using ModelRegistry.Postgres.Events;

namespace ModelRegistry.Grains.EventLog;

/// <summary>
/// Keeps the snapshots of one stream: one is written behind a command when enough events have come since the last. The commands neither
/// wait for it nor fail with it, and only one is written at a time.
/// </summary>
/// <param name="store">Where they are kept.</param>
/// <param name="stream">The stream.</param>
/// <param name="format">Of its state.</param>
/// <param name="leastGap">The fewest events from one snapshot to the next.</param>
internal sealed class SnapshotKeeper<TState>(ISnapshotStore store, StreamId stream, SnapshotFormat<TState> format, int leastGap = 100)
    where TState : class
{
    private long last;

    /// <summary>The snapshot that is being written, or was last.</summary>
    public Task Writing { get; private set; } = Task.CompletedTask;

    /// <summary>The state to begin with; null when the stream is to be read from its beginning.</summary>
    /// <exception cref="Postgres.StoreUnavailableException">The database cannot be reached.</exception>
    public async Task<StreamSnapshot<TState>?> FindAsync(CancellationToken cancellationToken)
    {
        var found = await store.FindAsync(stream, format, cancellationToken);
        last = found?.Version ?? 0;
        return found;
    }

    /// <summary>Has a committed state written if it is time.</summary>
    public void Offer(StreamSnapshot<TState> now)
    {
        if (now.Version - last < GapAt(now.Version) || !Writing.IsCompleted)
            return;

        // Also after a failure: the next one is tried when it is time again.
        last = now.Version;
        Writing = Task.Run(() => store.SaveAsync(stream, now, format));
    }

    /// <summary>
    /// Events from one snapshot to the next. It grows with the stream, as what is written does, so that an event costs the same share of
    /// a snapshot however long its stream is.
    /// </summary>
    internal long GapAt(long version) => Math.Max(leastGap, version / 50);
}
