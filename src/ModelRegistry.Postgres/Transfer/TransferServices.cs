using Microsoft.Extensions.DependencyInjection;
using ModelRegistry.Postgres.Events;
using Npgsql;

namespace ModelRegistry.Postgres.Transfer;

/// <summary>Puts export and import into a host that has the event store and the artifact store.</summary>
public static class TransferServices
{
    /// <param name="services">Where to.</param>
    /// <param name="folder">Where files are kept meanwhile, unless the configuration names another.</param>
    public static IServiceCollection AddTransfer(this IServiceCollection services, string folder)
    {
        services.AddOptions<TransferOptions>().Configure(options => options.Folder = folder).ValidateDataAnnotations().ValidateOnStart();
        services.AddSingleton<SpoolFolder>();
        services.AddSingleton<TransferArtifacts>();
        services.AddSingleton(provider => new RegistryExport(
            provider.GetRequiredService<NpgsqlDataSource>(), provider.GetRequiredService<TransferArtifacts>(), provider.GetRequiredService<SpoolFolder>(), provider.GetRequiredService<TimeProvider>()));
        services.AddSingleton(provider => new RegistryImport(
            provider.GetRequiredService<NpgsqlDataSource>(), provider.GetServices<IProjection>(), provider.GetRequiredService<TransferArtifacts>()));
        return services;
    }
}
