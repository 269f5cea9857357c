using Orleans.Runtime;
using Orleans.Streams;

namespace Orleans.InProcess;

/// <summary>A stream of a memory provider, typed by who looks at it.</summary>
internal sealed class InProcessStream<T>(MemoryStreamProvider provider, StreamId streamId) : IAsyncStream<T>
{
    public bool IsRewindable => false;

    public string ProviderName => provider.Name;

    public StreamId StreamId => streamId;

    public Task OnNextAsync(T item, StreamSequenceToken? token = null)
    {
        MemoryStreamProvider.RefuseToken(token);
        provider.Hub(streamId).Post(item);
        return Task.CompletedTask;
    }

    public Task OnNextBatchAsync(IEnumerable<T> batch, StreamSequenceToken? token = null)
    {
        ArgumentNullException.ThrowIfNull(batch);
        MemoryStreamProvider.RefuseToken(token);
        var hub = provider.Hub(streamId);
        foreach (var item in batch)
        {
            hub.Post(item);
        }

        return Task.CompletedTask;
    }

    public Task OnErrorAsync(Exception ex) => throw new NotSupportedException("A memory stream carries items only.");

    public Task OnCompletedAsync() => throw new NotSupportedException("A memory stream has no end.");

    public Task<StreamSubscriptionHandle<T>> SubscribeAsync(IAsyncObserver<T> observer) => SubscribeAsync(observer, null);

    public Task<StreamSubscriptionHandle<T>> SubscribeAsync(IAsyncObserver<T> observer, StreamSequenceToken? token, string? filterData = null)
    {
        ArgumentNullException.ThrowIfNull(observer);
        MemoryStreamProvider.RefuseToken(token);
        if (filterData is not null)
        {
            throw new NotSupportedException("Memory streams do not filter.");
        }

        return Task.FromResult<StreamSubscriptionHandle<T>>(new SubscriptionHandle<T>(provider.Subscribe(streamId, observer)));
    }

    public Task<IList<StreamSubscriptionHandle<T>>> GetAllSubscriptionHandles()
    {
        var grain = Activation.Current?.GrainId;
        return Task.FromResult<IList<StreamSubscriptionHandle<T>>>(
            [.. provider.Hub(streamId).Subscriptions.Where(s => s.Grain == grain).Select(s => new SubscriptionHandle<T>(s))]);
    }

    public bool Equals(IAsyncStream<T>? other) => other is not null && other.StreamId == streamId && string.Equals(other.ProviderName, ProviderName, StringComparison.Ordinal);

    public override bool Equals(object? obj) => Equals(obj as IAsyncStream<T>);

    public override int GetHashCode() => streamId.GetHashCode();

    public int CompareTo(IAsyncStream<T>? other) => other is null ? 1 : streamId.CompareTo(other.StreamId);
}
