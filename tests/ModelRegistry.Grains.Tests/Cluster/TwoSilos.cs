using System.Net;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using ModelRegistry.Contracts.Registry;
using ModelRegistry.Grains.Tests.Experiments;
using ModelRegistry.Tests.Shared;
using Orleans.Configuration;
using Orleans.Hosting;
using Orleans.Runtime;
using Orleans.Runtime.Placement;

namespace ModelRegistry.Grains.Tests.Cluster;

/// <summary>Two hosts of one cluster in this process, on one database.</summary>
internal sealed class TwoSilos : IAsyncDisposable
{
    private TwoSilos(ExperimentHost near, ExperimentHost far) => (Near, Far) = (near, far);

    /// <summary>The one that is called.</summary>
    public ExperimentHost Near { get; }

    /// <summary>The one where grains are put.</summary>
    public ExperimentHost Far { get; }

    public static async Task<TwoSilos> StartAsync(TestDatabase database)
    {
        var near = await ExperimentHost.StartAsync(database);
        var primary = near.Services.GetRequiredService<IOptions<EndpointOptions>>().Value;
        var endpoint = new IPEndPoint(primary.AdvertisedIPAddress!, primary.SiloPort);
        var far = await ExperimentHost.StartAsync(database, configure: silo => silo.UseDevelopmentClustering(endpoint));
        await KnownAsync(near, Address(far));
        return new TwoSilos(near, far);
    }

    /// <summary>A model whose grain, when it comes up, comes up on the far host; called from the near one.</summary>
    public IModelGrain FarModel(Guid id)
    {
        RequestContext.Set(IPlacementDirector.PlacementHintKey, Address(Far));
        return Near.Model(id);
    }

    /// <summary>Where a model's grain is.</summary>
    public async Task<SiloAddress?> WhereAsync(Guid id) => await Near.Services.GetRequiredService<IGrainFactory>().GetGrain<IManagementGrain>(0).GetActivationAddress(Near.Model(id));

    public static SiloAddress Address(ExperimentHost host) => host.Services.GetRequiredService<ILocalSiloDetails>().SiloAddress;

    /// <summary>Waits until one host would put grains on the other: it has heard that it is there, and which grains it has.</summary>
    private static async Task KnownAsync(ExperimentHost host, SiloAddress other)
    {
        await foreach (var members in host.Services.GetRequiredService<IClusterMembershipService>().MembershipUpdates)
        {
            if (members.GetSiloStatus(other) == SiloStatus.Active)
                break;
        }

        await foreach (var manifest in host.Services.GetRequiredService<IClusterManifestProvider>().Updates)
        {
            if (manifest.Silos.ContainsKey(other))
                break;
        }
    }

    public async ValueTask DisposeAsync()
    {
        await Far.DisposeAsync();
        await Near.DisposeAsync();
    }
}
