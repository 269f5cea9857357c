using Orleans.Runtime;

namespace Orleans.Streams;

public static class StreamProviderExtensions
{
    public static IAsyncStream<T> GetStream<T>(this IStreamProvider streamProvider, string id) => Get<T>(streamProvider, StreamId.Create(null, id));

    public static IAsyncStream<T> GetStream<T>(this IStreamProvider streamProvider, string ns, string id) => Get<T>(streamProvider, StreamId.Create(ns, id));

    public static IAsyncStream<T> GetStream<T>(this IStreamProvider streamProvider, Guid id) => Get<T>(streamProvider, StreamId.Create(null, id));

    public static IAsyncStream<T> GetStream<T>(this IStreamProvider streamProvider, string ns, Guid id) => Get<T>(streamProvider, StreamId.Create(ns, id));

    private static IAsyncStream<T> Get<T>(IStreamProvider streamProvider, StreamId id)
    {
        ArgumentNullException.ThrowIfNull(streamProvider);
        return streamProvider.GetStream<T>(id);
    }
}
