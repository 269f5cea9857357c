using Microsoft.Extensions.DependencyInjection;
using Orleans.InProcess;
using Orleans.Streams;

namespace Orleans.Hosting;

/// <summary>Streams that live as long as the host.</summary>
public static class SiloBuilderMemoryStreamExtensions
{
    public static ISiloBuilder AddMemoryStreams(this ISiloBuilder builder, string name)
    {
        ArgumentNullException.ThrowIfNull(builder);
        ArgumentException.ThrowIfNullOrWhiteSpace(name);
        builder.Services.AddKeyedSingleton<IStreamProvider>(name, (provider, _) => new MemoryStreamProvider(name, provider.GetRequiredService<GrainCatalog>()));
        return builder;
    }
}
