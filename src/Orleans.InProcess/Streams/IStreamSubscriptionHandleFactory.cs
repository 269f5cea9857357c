using Orleans.Runtime;

namespace Orleans.Streams.Core;

/// <summary>A subscription whose item type is not known yet.</summary>
public interface IStreamSubscriptionHandleFactory
{
    StreamId StreamId { get; }

    string ProviderName { get; }

    StreamSubscriptionHandle<T> Create<T>();
}
