using System.Collections.Immutable;
using Orleans.Runtime;

namespace Orleans.InProcess;

/// <summary>One stream: its subscriptions, and the order of its items.</summary>
internal sealed class StreamHub(ImmutableArray<StreamSubscription> implicitly)
{
    private readonly Lock _gate = new();
    private ImmutableArray<StreamSubscription> _subscriptions = implicitly;
    private long _sequence;

    public ImmutableArray<StreamSubscription> Subscriptions
    {
        get
        {
            lock (_gate)
            {
                return _subscriptions;
            }
        }
    }

    public void Add(StreamSubscription subscription)
    {
        lock (_gate)
        {
            _subscriptions = _subscriptions.Add(subscription);
        }
    }

    public void Remove(StreamSubscription subscription)
    {
        lock (_gate)
        {
            _subscriptions = _subscriptions.Remove(subscription);
        }
    }

    public void Post(object? value)
    {
        lock (_gate)
        {
            // Within the lock, so that all subscribers see one order.
            var item = new StreamItem(value, new SequenceToken(++_sequence), RequestContext.Current);
            foreach (var subscription in _subscriptions)
            {
                subscription.Post(item);
            }
        }
    }
}
