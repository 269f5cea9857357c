using Orleans.Runtime;

namespace Orleans.Streams;

/// <summary>The identity of a stream.</summary>
public interface IAsyncStream
{
    /// <summary>Whether a subscription may start in the past.</summary>
    bool IsRewindable { get; }

    string ProviderName { get; }

    StreamId StreamId { get; }
}
