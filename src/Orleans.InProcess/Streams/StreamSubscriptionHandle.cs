using Orleans.Runtime;

namespace Orleans.Streams;

/// <summary>A subscription. It belongs to the grain, so after a new activation it is taken up again with <see cref="ResumeAsync"/>.</summary>
public abstract class StreamSubscriptionHandle<T> : IEquatable<StreamSubscriptionHandle<T>?>
{
    public abstract StreamId StreamId { get; }

    public abstract string ProviderName { get; }

    public abstract Guid HandleId { get; }

    /// <summary>Ends the subscription; an implicit one only loses its observer.</summary>
    public abstract Task UnsubscribeAsync();

    /// <summary>From now on this observer receives the items.</summary>
    /// <param name="token">Must be null: memory streams cannot be rewound.</param>
    public abstract Task<StreamSubscriptionHandle<T>> ResumeAsync(IAsyncObserver<T> observer, StreamSequenceToken? token = null);

    public abstract bool Equals(StreamSubscriptionHandle<T>? other);

    public override bool Equals(object? obj) => Equals(obj as StreamSubscriptionHandle<T>);

    public override int GetHashCode() => HandleId.GetHashCode();
}
