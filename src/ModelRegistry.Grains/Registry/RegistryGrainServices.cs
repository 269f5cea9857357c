using Microsoft.Extensions.Options;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace ModelRegistry.Grains.Registry;

/// <summary>What the registry grains need beside the storage.</summary>
public static class RegistryGrainServices
{
    /// <summary>Adds the promotion policy, read from the file that the section <see cref="RegistryOptions.Section"/> names; a mistake in it stops the host at start.</summary>
    public static IServiceCollection AddRegistryGrains(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddOptions<RegistryOptions>().Bind(configuration.GetSection(RegistryOptions.Section)).ValidateDataAnnotations().ValidateOnStart();
        services.TryAddSingleton<FilePolicySource>();
        services.TryAddSingleton<IPolicySource>(provider => provider.GetRequiredService<FilePolicySource>());
        services.AddHostedService(provider => provider.GetRequiredService<FilePolicySource>());
        services.AddOptions<GateOptions>().Bind(configuration.GetSection(GateOptions.Section)).ValidateOnStart();
        services.AddSingleton<IValidateOptions<GateOptions>, GateOptionsValidator>();
        services.AddSingleton<GateWebhooks>();
        services.AddSingleton<ModelTimeline>();
        services.AddSingleton<ManifestCloser>();
        services.AddHostedService(provider => provider.GetRequiredService<ManifestCloser>());
        return services;
    }
}
