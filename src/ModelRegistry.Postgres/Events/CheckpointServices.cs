using Microsoft.Extensions.DependencyInjection;

namespace ModelRegistry.Postgres.Events;

/// <summary>Puts signed checkpoints of the event log into a host that has an <c>NpgsqlDataSource</c>.</summary>
public static class CheckpointServices
{
    /// <summary>Adds <see cref="Checkpoints"/> and the hosted service that makes one at a fixed pace.</summary>
    /// <param name="services">Where to.</param>
    /// <param name="keyFile">The file of the key unless the configuration names another.</param>
    public static IServiceCollection AddAuditCheckpoints(this IServiceCollection services, string keyFile)
    {
        services.AddOptions<CheckpointOptions>().Configure(options => options.KeyFile = keyFile).ValidateDataAnnotations().ValidateOnStart();
        services.AddSingleton<CheckpointKey>();
        services.AddSingleton(provider => new Checkpoints(
            provider.GetRequiredService<Npgsql.NpgsqlDataSource>(), provider.GetRequiredService<CheckpointKey>(), provider.GetRequiredService<TimeProvider>()));
        services.AddHostedService<CheckpointService>();
        return services;
    }
}
