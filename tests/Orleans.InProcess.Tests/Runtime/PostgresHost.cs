using GrainRuntime.Tests.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace GrainRuntime.Tests.Runtime;

/// <summary>A host whose states and reminders are in PostgreSQL.</summary>
internal sealed class PostgresHost(IHost host) : IAsyncDisposable
{
    public IServiceProvider Services => host.Services;

    public Board Board => Services.GetRequiredService<Board>();

    public TGrain GetGrain<TGrain>(string key)
        where TGrain : IGrainWithStringKey
        => Services.GetRequiredService<IGrainFactory>().GetGrain<TGrain>(key);

    public async ValueTask DisposeAsync()
    {
        await host.StopAsync();
        host.Dispose();
    }
}
