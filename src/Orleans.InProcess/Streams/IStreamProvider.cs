using Orleans.Runtime;

namespace Orleans.Streams;

/// <summary>Makes streams, registered as a keyed service under its name.</summary>
public interface IStreamProvider
{
    string Name { get; }

    bool IsRewindable { get; }

    /// <summary>The stream of this id; it exists without being made.</summary>
    IAsyncStream<T> GetStream<T>(StreamId streamId);
}
