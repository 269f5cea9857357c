using ModelRegistry.Postgres.Events;

namespace ModelRegistry.Grains.Tests.EventLog;

/// <summary>The real event store, with something happening just before or just after an append.</summary>
internal sealed class InterceptedStore(IEventStore inner) : IEventStore
{
    public Func<Task>? BeforeAppend { get; set; }

    public Func<Task>? AfterAppend { get; set; }

    /// <summary>Thrown by every read while it is set.</summary>
    public Exception? ReadError { get; set; }

    public int Appends { get; private set; }

    /// <summary>Events that were read.</summary>
    public int Reads { get; private set; }

    public async Task<AppendResult> AppendAsync(AppendRequest request)
    {
        Appends++;
        if (BeforeAppend is { } before)
            await before();
        var result = await inner.AppendAsync(request);
        if (AfterAppend is { } after)
            await after();
        return result;
    }

    public IAsyncEnumerable<StoredEvent> ReadAsync(StreamId stream, long afterVersion = 0, CancellationToken cancellationToken = default)
        => ReadError is { } error ? throw error : inner.ReadAsync(stream, afterVersion, cancellationToken).Select(stored =>
        {
            Reads++;
            return stored;
        });

    public Task<StoredCommand?> FindCommandAsync(StreamId stream, Guid commandId, CancellationToken cancellationToken = default)
        => ReadError is { } error ? throw error : inner.FindCommandAsync(stream, commandId, cancellationToken);
}
