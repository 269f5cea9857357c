using Orleans.Streams;

namespace Orleans.InProcess;

/// <inheritdoc cref="IStreamSink"/>
internal sealed class StreamSink<T>(IAsyncObserver<T> observer) : IStreamSink
{
    public Task OnNextAsync(StreamItem item) => item.Value is T or null
        ? observer.OnNextAsync((T)item.Value!, item.Token)
        : throw new InvalidCastException($"The stream carries a {item.Value.GetType()}, but its observer takes {typeof(T)}.");

    public Task OnErrorAsync(Exception exception) => observer.OnErrorAsync(exception);
}
