using System.Net;

namespace Orleans.Hosting;

/// <summary>Clustering: there is none in one process, so these only keep host code the same for both runtimes.</summary>
public static class CoreHostingExtensions
{
    /// <summary>One process is its own cluster: no port is opened.</summary>
    public static ISiloBuilder UseLocalhostClustering(
        this ISiloBuilder builder,
        int siloPort = 11111,
        int gatewayPort = 30000,
        IPEndPoint? primarySiloEndpoint = null,
        string serviceId = "dev",
        string clusterId = "dev") => builder;
}
