using Microsoft.Extensions.DependencyInjection;
using Orleans.InProcess;
using Orleans.Storage;

namespace Orleans.Hosting;

/// <summary>Grain storage that lives as long as the host.</summary>
public static class MemoryGrainStorageSiloBuilderExtensions
{
    /// <summary>For states that name no storage.</summary>
    public static ISiloBuilder AddMemoryGrainStorageAsDefault(this ISiloBuilder builder) => builder.AddMemoryGrainStorage(PersistentStates.DefaultStorage);

    /// <summary>For states that name this storage.</summary>
    public static ISiloBuilder AddMemoryGrainStorage(this ISiloBuilder builder, string name)
    {
        ArgumentNullException.ThrowIfNull(builder);
        ArgumentException.ThrowIfNullOrWhiteSpace(name);
        builder.Services.AddKeyedSingleton<IGrainStorage, MemoryGrainStorage>(name);
        return builder;
    }
}
