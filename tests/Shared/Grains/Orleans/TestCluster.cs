using Microsoft.Extensions.DependencyInjection;
using ModelRegistry.Silo.Hosting.Cluster;
using Orleans.Hosting;
using Orleans.Storage;

namespace ModelRegistry.Tests.Shared;

/// <summary>What a test host's grains run on in this build: Microsoft Orleans.</summary>
internal static class TestCluster
{
    /// <summary>The table of grain states: one row per state, with the grain's key and the payload in these columns.</summary>
    public const string States = "orleansstorage", StateKey = "grainidextensionstring", StatePayload = "payloadbinary";

    /// <summary>A cluster of one host, without storage.</summary>
    public static ISiloBuilder UseTestCluster(this ISiloBuilder silo)
    {
        // States in Orleans's own format: its JSON cannot read immutable dictionaries.
        silo.Services.AddSingleton<IGrainStorageSerializer, OrleansGrainStorageSerializer>();
        return silo.UseLocalhostClustering(FreePorts.Next(), FreePorts.Next()).CarryExceptions();
    }

    /// <summary>A cluster of one host with its states and reminders in a database, as the registry's host has them.</summary>
    public static ISiloBuilder UseTestCluster(this ISiloBuilder silo, string connectionString)
        => silo.UseTestCluster().AddMemoryGrainStorage("PubSubStore").UsePostgres(connectionString, Environment.GetEnvironmentVariable("Orleans__SqlScripts"));
}
