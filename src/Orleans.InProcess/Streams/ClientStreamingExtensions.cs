using Orleans.Streams;

namespace Orleans;

/// <summary>Stream providers by name, from outside of any grain.</summary>
public static class ClientStreamingExtensions
{
    /// <exception cref="KeyNotFoundException">No stream provider has this name.</exception>
    public static IStreamProvider GetStreamProvider(this IClusterClient client, string name)
    {
        ArgumentNullException.ThrowIfNull(client);
        return GrainStreamingExtensions.Find(client.ServiceProvider, name);
    }
}
