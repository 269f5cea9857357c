using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Orleans.Configuration;
using Orleans.Runtime;
using Orleans.Timers;

namespace Orleans.InProcess;

/// <summary>The services of the runtime.</summary>
internal static class SiloServices
{
    /// <summary>Adds them once, however often it is called.</summary>
    public static void Add(IServiceCollection services)
    {
        if (services.Any(service => service.ServiceType == typeof(GrainCatalog)))
        {
            return;
        }

        services.AddOptions();
        services.AddLogging();
        services.AddSingleton<GrainClasses>(provider => new GrainClasses(provider.GetRequiredService<IOptions<GrainCollectionOptions>>()));
        services.AddSingleton(provider => new GrainCatalog(
            provider,
            provider.GetRequiredService<GrainClasses>(),
            RuntimeTime.Of(provider),
            provider.GetRequiredService<IOptions<SiloMessagingOptions>>(),
            provider.GetRequiredService<IOptions<GrainCollectionOptions>>(),
            provider.GetRequiredService<ILogger<GrainCatalog>>()));
        services.TryAddSingleton<IClusterClient, GrainFactory>();
        services.TryAddSingleton<IGrainFactory>(provider => provider.GetRequiredService<IClusterClient>());
        services.TryAddSingleton<ITimerRegistry, TimerRegistry>();
        services.AddScoped<IGrainContext>(static _ => Activation.Current
            ?? throw new InvalidOperationException("This service can be made in a turn of a grain only, since it wants the grain's context."));
        services.AddHostedService<Silo>();
    }

    /// <summary>Reminders kept in a store of this type.</summary>
    public static void AddReminders<TStore>(IServiceCollection services)
        where TStore : class, IReminderStore
    {
        services.Replace(ServiceDescriptor.Singleton<IReminderStore, TStore>());
        services.TryAddSingleton<ReminderService>();
        services.TryAddSingleton<IReminderRegistry>(provider => provider.GetRequiredService<ReminderService>());
    }
}
