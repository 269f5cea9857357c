namespace Orleans.Streams;

/// <summary>Receives the items of a stream, one after the other.</summary>
public interface IAsyncObserver<in T>
{
    /// <summary>The next item. An exception has it delivered again, a few times.</summary>
    Task OnNextAsync(T item, StreamSequenceToken? token = null);

    /// <summary>Not called by memory streams: they have no end.</summary>
    Task OnCompletedAsync() => Task.CompletedTask;

    /// <summary>An item could not be delivered and was given up.</summary>
    Task OnErrorAsync(Exception ex);
}
