using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using ModelRegistry.Tests.Shared;
using Orleans.Hosting;

namespace GrainRuntime.Tests.Hosting;

/// <summary>A host with memory storage, memory reminders and memory streams.</summary>
internal sealed class TestHost : IAsyncDisposable
{
    public const string Storage = "states";
    public const string Streams = "nudges";

    private readonly IHost _host;

    private TestHost(IHost host) => _host = host;

    public IServiceProvider Services => _host.Services;

    public IGrainFactory Grains => Services.GetRequiredService<IGrainFactory>();

    public IClusterClient Client => Services.GetRequiredService<IClusterClient>();

    public Board Board => Services.GetRequiredService<Board>();

    public static async Task<TestHost> StartAsync(Action<ISiloBuilder>? configure = null)
    {
        var host = Build(configure);
        try
        {
            await host.StartAsync();
            return host;
        }
        catch
        {
            await host.DisposeAsync();
            throw;
        }
    }

    public static TestHost Build(Action<ISiloBuilder>? configure = null)
    {
        var builder = new HostApplicationBuilder(new HostApplicationBuilderSettings { DisableDefaults = true });
        builder.Services.AddSingleton<Board>();
        builder.UseOrleans(silo =>
        {
            silo.UseTestCluster()
                .AddMemoryGrainStorageAsDefault()
                .AddMemoryGrainStorage(Storage)
                .AddMemoryGrainStorage("PubSubStore")
                .UseInMemoryReminderService()
                .AddMemoryStreams(Streams);
            configure?.Invoke(silo);
        });
        return new TestHost(builder.Build());
    }

    public Task StartAsync() => _host.StartAsync();

    public Task StopAsync(CancellationToken cancellationToken = default) => _host.StopAsync(cancellationToken);

    public async ValueTask DisposeAsync()
    {
        await _host.StopAsync();
        _host.Dispose();
    }
}
