namespace Orleans.Streams;

/// <summary>A stream as seen by those who receive.</summary>
public interface IAsyncObservable<T>
{
    Task<StreamSubscriptionHandle<T>> SubscribeAsync(IAsyncObserver<T> observer);

    /// <param name="token">Must be null: memory streams cannot be rewound.</param>
    /// <param name="filterData">Must be null: memory streams do not filter.</param>
    Task<StreamSubscriptionHandle<T>> SubscribeAsync(IAsyncObserver<T> observer, StreamSequenceToken? token, string? filterData = null);
}
