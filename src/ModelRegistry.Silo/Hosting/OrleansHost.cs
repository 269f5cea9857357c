using System.Net;
using System.Reflection;
using ModelRegistry.Silo.Hosting.Cluster;
using Npgsql;
using Orleans.Configuration;
using Orleans.Hosting;
using Orleans.Streams;

namespace ModelRegistry.Silo.Hosting;

/// <summary>
/// The grains in an Orleans cluster: membership, states and reminders by the AdoNet providers in the registry's database.
/// Section <c>Orleans</c> of the configuration: <c>ClusterId</c>, <c>ServiceId</c>, <c>AdvertisedAddress</c> (default: loopback only),
/// <c>SiloPort</c>, <c>GatewayPort</c>, and <c>SqlScripts</c>, the folder with the providers' scripts.
/// </summary>
internal static class GrainHost
{
    /// <summary>The name of the grain runtime, for people.</summary>
    public static string Runtime { get; } = $"Microsoft Orleans {Version()}";

    /// <summary>Other silos write to the same database.</summary>
    public const bool SingleProcess = false;

    public static void AddGrains(WebApplicationBuilder builder, string connectionString)
    {
        var settings = builder.Configuration.GetSection("Orleans");
        builder.Logging.AddFilter("Orleans", LogLevel.Warning);
        builder.UseOrleans(silo =>
        {
            silo.Configure<ClusterOptions>(cluster =>
            {
                cluster.ClusterId = settings["ClusterId"] ?? "model-registry";
                cluster.ServiceId = settings["ServiceId"] ?? "model-registry";
            });
            silo.CarryExceptions().UsePostgres(connectionString, settings["SqlScripts"]);

            // A member that is gone counts as gone after 90 s. Who came at another address before that gives up, and is let in when it comes again.
            silo.Configure<ClusterMembershipOptions>(membership => membership.MaxJoinAttemptTime = TimeSpan.FromMinutes(2));
            silo.UseAdoNetClustering(clustering => (clustering.Invariant, clustering.ConnectionString) = (ClusterHosting.Invariant, OfItsOwn(connectionString)));

            // Who listens follows from the grain classes: there are no subscriptions to keep.
            silo.AddMemoryStreams("nudges", streams => streams.ConfigureStreamPubSub(StreamPubSubType.ImplicitOnly));
            ListenOn(silo, settings);
        });
    }

    /// <summary>However busy the registry's connections are, a silo can say that it is alive.</summary>
    private static string OfItsOwn(string connectionString)
        => new NpgsqlConnectionStringBuilder(connectionString) { MaxPoolSize = 2, ApplicationName = "modelregistry membership" }.ConnectionString;

    private static void ListenOn(ISiloBuilder silo, IConfigurationSection settings)
    {
        var siloPort = settings.GetValue("SiloPort", EndpointOptions.DEFAULT_SILO_PORT);
        var gatewayPort = settings.GetValue("GatewayPort", EndpointOptions.DEFAULT_GATEWAY_PORT);
        if (settings["AdvertisedAddress"] is { } address)
            silo.ConfigureEndpoints(IPAddress.Parse(address), siloPort, gatewayPort, listenOnAnyHostAddress: true);
        else
            silo.ConfigureEndpoints(IPAddress.Loopback, siloPort, gatewayPort);
    }

    private static string Version()
    {
        var version = typeof(Grain).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()!.InformationalVersion;
        return version.Split('+', ' ')[0].TrimEnd('.');
    }
}
