using ModelRegistry.Postgres.Events;

namespace ModelRegistry.Grains.Tests.Sequences;

/// <summary>The event store, losing what it is told to lose.</summary>
internal sealed class FaultyStore(IEventStore inner) : IEventStore
{
    /// <summary>Of the next append.</summary>
    public Fault Next { get; set; }

    public async Task<AppendResult> AppendAsync(AppendRequest request)
    {
        var fault = Next;
        Next = Fault.None;
        if (fault == Fault.LostBefore)
            throw new UnknownOutcomeException("lost before it arrived", new IOException());
        var result = await inner.AppendAsync(request);
        return fault == Fault.LostAfter ? throw new UnknownOutcomeException("lost after it was done", new IOException()) : result;
    }

    public IAsyncEnumerable<StoredEvent> ReadAsync(StreamId stream, long afterVersion = 0, CancellationToken cancellationToken = default)
        => inner.ReadAsync(stream, afterVersion, cancellationToken);

    public Task<StoredCommand?> FindCommandAsync(StreamId stream, Guid commandId, CancellationToken cancellationToken = default)
        => inner.FindCommandAsync(stream, commandId, cancellationToken);
}
