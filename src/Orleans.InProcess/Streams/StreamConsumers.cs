using Orleans.Streams;
using Orleans.Streams.Core;

namespace Orleans.InProcess;

/// <summary>The observers that an activation has attached to its subscriptions; used within its turns only.</summary>
internal sealed class StreamConsumers(Activation activation)
{
    private readonly Dictionary<Guid, IStreamSink> _sinks = [];

    public void Attach<T>(Guid subscription, IAsyncObserver<T> observer) => _sinks[subscription] = new StreamSink<T>(observer);

    public void Detach(Guid subscription) => _sinks.Remove(subscription);

    public async Task TakeAsync(StreamSubscription subscription, StreamItem item, Exception? error)
    {
        if (!_sinks.ContainsKey(subscription.Id) && activation.GrainInstance is IStreamSubscriptionObserver observer)
        {
            await observer.OnSubscribed(new HandleFactory(subscription));
        }

        if (!_sinks.TryGetValue(subscription.Id, out var sink))
        {
            activation.Catalog.Log.NoObserver(subscription.StreamId, activation.GrainId);
            return;
        }

        await (error is null ? sink.OnNextAsync(item) : sink.OnErrorAsync(error));
    }

    private sealed class HandleFactory(StreamSubscription subscription) : IStreamSubscriptionHandleFactory
    {
        public Runtime.StreamId StreamId => subscription.StreamId;

        public string ProviderName => subscription.ProviderName;

        public StreamSubscriptionHandle<T> Create<T>() => new SubscriptionHandle<T>(subscription);
    }
}
