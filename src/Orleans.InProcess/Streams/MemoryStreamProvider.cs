using System.Collections.Concurrent;
using Orleans.Runtime;
using Orleans.Streams;

namespace Orleans.InProcess;

/// <summary>Streams that live in memory: sending returns at once, each subscriber receives at its own pace, and what is not delivered when the host stops is lost.</summary>
internal sealed class MemoryStreamProvider(string name, GrainCatalog catalog) : IStreamProvider, IDisposable
{
    private readonly ConcurrentDictionary<StreamId, Lazy<StreamHub>> _hubs = new();

    public string Name => name;

    public bool IsRewindable => false;

    public RuntimeLog Log => catalog.Log;

    public TimeProvider TimeProvider => catalog.TimeProvider;

    public static void RefuseToken(StreamSequenceToken? token)
    {
        if (token is not null)
        {
            throw new NotSupportedException("A memory stream cannot be rewound: pass no sequence token.");
        }
    }

    public IAsyncStream<T> GetStream<T>(StreamId streamId) => new InProcessStream<T>(this, streamId);

    public StreamHub Hub(StreamId streamId) => _hubs.GetOrAdd(streamId, id => new Lazy<StreamHub>(() => new StreamHub([.. Implicit(id)]))).Value;

    /// <summary>Subscribes whoever is calling: the grain whose turn it is, by its implicit subscription where it has one, or a client.</summary>
    public StreamSubscription Subscribe<T>(StreamId streamId, IAsyncObserver<T> observer)
    {
        var hub = Hub(streamId);
        var activation = Activation.Current;
        if (activation is null)
        {
            var client = NewSubscription(streamId, grain: null, new StreamSink<T>(observer));
            hub.Add(client);
            return client;
        }

        if (activation.Class.MaxWorkers > 0)
        {
            throw new InvalidOperationException($"{activation.GrainId} is a stateless worker: it cannot subscribe to streams.");
        }

        var subscription = IsImplicit(activation.Class, streamId) && activation.GrainId.Key.ToString() == streamId.GetKeyAsString()
            ? hub.Subscriptions.First(s => s.IsImplicit && s.Grain == activation.GrainId)
            : NewSubscription(streamId, activation.GrainId, client: null);
        activation.Streams.Attach(subscription.Id, observer);
        if (!hub.Subscriptions.Contains(subscription))
        {
            hub.Add(subscription);
        }

        return subscription;
    }

    public void Remove(StreamSubscription subscription) => Hub(subscription.StreamId).Remove(subscription);

    public Task Send(StreamDelivery delivery, GrainId grain)
    {
        if (catalog.TryPrepare(delivery, grain))
        {
            delivery.Context = delivery.Item.Context;
            catalog.Dispatch(delivery);
        }

        return delivery.Answer;
    }

    public void Dispose()
    {
        foreach (var subscription in _hubs.Values.SelectMany(hub => hub.Value.Subscriptions))
        {
            subscription.End();
        }
    }

    private static bool IsImplicit(GrainClass grainClass, StreamId streamId)
        => grainClass.Subscriptions.Any(ns => ns is null || string.Equals(ns, streamId.GetNamespace(), StringComparison.Ordinal));

    private IEnumerable<StreamSubscription> Implicit(StreamId streamId) => catalog.Classes.All
        .Where(grainClass => IsImplicit(grainClass, streamId))
        .Select(grainClass => NewSubscription(streamId, GrainId.Create(grainClass.GrainType, streamId.GetKeyAsString()), client: null, isImplicit: true));

    private StreamSubscription NewSubscription(StreamId streamId, GrainId? grain, IStreamSink? client, bool isImplicit = false)
        => new(this, Guid.CreateVersion7(catalog.TimeProvider.GetUtcNow()), streamId, grain, client) { IsImplicit = isImplicit };
}
