using Orleans.Hosting;

namespace ModelRegistry.Tests.Shared;

/// <summary>What a test host's grains run on in this build: Orleans.InProcess.</summary>
internal static class TestCluster
{
    /// <summary>The table of grain states: one row per state, with the grain's key and the payload in these columns.</summary>
    public const string States = "orleans.grain_state", StateKey = "grain_id", StatePayload = "payload";

    /// <summary>One host, without storage.</summary>
    public static ISiloBuilder UseTestCluster(this ISiloBuilder silo) => silo.UseLocalhostClustering();

    /// <summary>One host with its states and reminders in a database.</summary>
    public static ISiloBuilder UseTestCluster(this ISiloBuilder silo, string connectionString) => silo.UseTestCluster().UsePostgres(connectionString);
}
