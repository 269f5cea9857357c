using Microsoft.Extensions.DependencyInjection;

namespace ModelRegistry.Grains.Serving;

/// <summary>Registers what serves predictions on a host.</summary>
public static class ServingServices
{
    /// <summary>Adds the model server, its routing and its caches. Needs the storage floor, the flavors and the grain runtime.</summary>
    public static IServiceCollection AddServing(this IServiceCollection services)
    {
        services.AddOptions<ServingOptions>().ValidateDataAnnotations().ValidateOnStart();
        services.AddSingleton<RoutingTable>();
        services.AddSingleton<ScorerCache>();
        services.AddSingleton<ServingStatistics>();
        services.AddSingleton<UnloggedAlarm>();
        services.AddSingleton<ModelServer>();
        services.AddSingleton<PerformanceQuery>();
        services.AddSingleton<LogNudges>();
        services.AddHostedService(provider => provider.GetRequiredService<LogNudges>());
        services.AddHostedService<RoutingPoller>();
        return services;
    }
}
