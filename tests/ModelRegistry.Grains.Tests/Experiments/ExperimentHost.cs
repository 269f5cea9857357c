using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using ModelRegistry.Contracts.Experiments;
using ModelRegistry.Contracts.Monitoring;
using ModelRegistry.Contracts.Registry;
using ModelRegistry.Core.Registry.Policy;
using ModelRegistry.Grains.Registry;
using ModelRegistry.Postgres;
using ModelRegistry.Postgres.Log;
using ModelRegistry.Tests.Shared;
using Orleans.Hosting;

namespace ModelRegistry.Grains.Tests.Experiments;

/// <summary>A host with real grains and logs on a real database, as the server runs it.</summary>
internal sealed class ExperimentHost : IAsyncDisposable
{
    private readonly IHost host;

    private ExperimentHost(IHost host) => this.host = host;

    public IServiceProvider Services => host.Services;

    public static async Task<ExperimentHost> StartAsync(TestDatabase database, string policy = "", Action<ISiloBuilder>? configure = null)
    {
        var builder = Host.CreateApplicationBuilder(new HostApplicationBuilderSettings { DisableDefaults = true });
        builder.Logging.ClearProviders();
        builder.Services.AddModelRegistryPostgres(database.ConnectionString, Path.GetTempPath());
        builder.Services.AddPredictionLog(options => options.SoleWriter = true);
        builder.Services.AddSingleton<IPolicySource>(new FixedPolicy(policy));
        builder.UseOrleans(silo =>
        {
            silo.UseTestCluster(database.ConnectionString).AddMemoryStreams(Nudges.Provider);
            configure?.Invoke(silo);
        });
        var started = new ExperimentHost(builder.Build());
        await started.host.StartAsync();
        return started;
    }

    public IModelGrain Model(Guid id) => Grains.GetGrain<IModelGrain>(id.ToString("D"));

    public IExperimentGrain Experiment(Guid id) => Grains.GetGrain<IExperimentGrain>(id.ToString("D"));

    public IOutcomeJoinerGrain Joiner(Guid modelId) => Grains.GetGrain<IOutcomeJoinerGrain>(modelId.ToString("D"));

    /// <summary>Ends every activation, and with it the process as far as the grains can tell.</summary>
    public async ValueTask DisposeAsync()
    {
        await host.StopAsync();
        await ((IAsyncDisposable)host).DisposeAsync();
    }

    private IGrainFactory Grains => Services.GetRequiredService<IGrainFactory>();

    private sealed class FixedPolicy(string yaml) : IPolicySource
    {
        public PromotionPolicy Current { get; } = PolicyParser.Parse(yaml);
    }
}
