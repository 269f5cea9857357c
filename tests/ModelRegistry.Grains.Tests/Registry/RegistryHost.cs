using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using ModelRegistry.Contracts.Registry;
using ModelRegistry.Contracts.Retraining;
using ModelRegistry.Core.Registry.Policy;
using ModelRegistry.Grains.Registry;
using ModelRegistry.Postgres;
using ModelRegistry.Tests.Shared;

namespace ModelRegistry.Grains.Tests.Registry;

/// <summary>A host with real grains on a real database.</summary>
internal sealed class RegistryHost : IAsyncDisposable
{
    private readonly IHost host;

    private RegistryHost(IHost host) => this.host = host;

    public IServiceProvider Services => host.Services;

    public static async Task<RegistryHost> StartAsync(string connectionString, string policy = "")
    {
        var builder = Host.CreateApplicationBuilder(new HostApplicationBuilderSettings { DisableDefaults = true });
        builder.Logging.ClearProviders();
        builder.Services.AddModelRegistryPostgres(connectionString, Path.GetTempPath());
        builder.Services.AddSingleton<IPolicySource>(new FixedPolicy(policy));
        builder.UseOrleans(silo => silo.UseTestCluster());
        var built = builder.Build();
        await built.StartAsync();
        return new RegistryHost(built);
    }

    public IModelGrain Model(Guid id) => Services.GetRequiredService<IGrainFactory>().GetGrain<IModelGrain>(id.ToString("D"));

    public IRetrainingGrain Retraining(Guid id) => Services.GetRequiredService<IGrainFactory>().GetGrain<IRetrainingGrain>(id.ToString("D"));

    public async ValueTask DisposeAsync()
    {
        await host.StopAsync();
        await ((IAsyncDisposable)host).DisposeAsync();
    }

    private sealed class FixedPolicy(string yaml) : IPolicySource
    {
        public PromotionPolicy Current { get; } = PolicyParser.Parse(yaml);
    }
}
