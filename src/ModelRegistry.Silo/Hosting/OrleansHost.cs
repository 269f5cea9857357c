using System.Net;
using System.Reflection;
using Npgsql;
using Orleans.Configuration;
using Orleans.Hosting;
using Orleans.Runtime;
using Orleans.Storage;

namespace ModelRegistry.Silo.Hosting;

/// <summary>
/// The grains in an Orleans cluster: membership, states and reminders by the AdoNet providers in the registry's database.
/// Section <c>Orleans</c> of the configuration: <c>ClusterId</c>, <c>ServiceId</c>, <c>AdvertisedAddress</c> (default: loopback only),
/// <c>SiloPort</c>, <c>GatewayPort</c>, and <c>SqlScripts</c>, the folder with the provider's scripts.
/// </summary>
internal static class GrainHost
{
    private const string Invariant = "Npgsql";

    /// <summary>The name of the grain runtime, for people.</summary>
    public static string Runtime { get; } = $"Microsoft Orleans {Version()}";

    /// <summary>Other silos write to the same database.</summary>
    public const bool SingleProcess = false;

    public static void AddGrains(WebApplicationBuilder builder, string connectionString)
    {
        var settings = builder.Configuration.GetSection("Orleans");
        AdoNetScripts.EnsureApplied(connectionString, settings["SqlScripts"]);
        builder.UseOrleans(silo =>
        {
            silo.Configure<ClusterOptions>(cluster =>
            {
                cluster.ClusterId = settings["ClusterId"] ?? "model-registry";
                cluster.ServiceId = settings["ServiceId"] ?? "model-registry";
            });
            silo.UseAdoNetClustering(clustering => (clustering.Invariant, clustering.ConnectionString) = (Invariant, connectionString));
            silo.UseAdoNetReminderService(reminders => (reminders.Invariant, reminders.ConnectionString) = (Invariant, connectionString));

            // In Orleans's own format: its JSON cannot read the immutable dictionaries that states hold.
            silo.Services.AddSingleton<IGrainStorageSerializer, OrleansGrainStorageSerializer>();
            AddStorage(silo, "registry", connectionString);
            AddStorage(silo, "PubSubStore", connectionString);
            silo.AddMemoryStreams("nudges");
            ListenOn(silo, settings);
        });
    }

    private static void AddStorage(ISiloBuilder silo, string name, string connectionString) => silo.AddAdoNetGrainStorage(name, storage =>
    {
        storage.Invariant = Invariant;
        storage.ConnectionString = connectionString;
    });

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

    /// <summary>
    /// The tables of the AdoNet providers. Their packages carry no scripts: those of the same version, from the source of Orleans,
    /// are read from a folder and applied once, under a lock, so that silos may start together.
    /// </summary>
    private static class AdoNetScripts
    {
        private const long Lock = 0x6F726C65616E7332;

        private static readonly string[] Names = ["PostgreSQL-Main.sql", "PostgreSQL-Clustering.sql", "PostgreSQL-Persistence.sql", "PostgreSQL-Reminders.sql"];

        public static void EnsureApplied(string connectionString, string? folder)
        {
            using var source = NpgsqlDataSource.Create(connectionString);
            using var connection = source.OpenConnection();
            using var transaction = connection.BeginTransaction();
            Execute(connection, $"SELECT pg_advisory_xact_lock({Lock})");
            if (!Exists(connection))
            {
                foreach (var script in Read(folder))
                    Execute(connection, script);
            }

            transaction.Commit();
        }

        private static bool Exists(NpgsqlConnection connection)
        {
            using var command = new NpgsqlCommand("SELECT to_regclass('orleansquery') IS NOT NULL", connection);
            return (bool)command.ExecuteScalar()!;
        }

        private static void Execute(NpgsqlConnection connection, string sql)
        {
            using var command = new NpgsqlCommand(sql, connection);
            command.ExecuteNonQuery();
        }

        private static IEnumerable<string> Read(string? folder)
        {
            var missing = Names.Where(name => folder is null || !File.Exists(Path.Combine(folder, name))).ToArray();
            return missing.Length == 0
                ? Names.Select(name => File.ReadAllText(Path.Combine(folder!, name)))
                : throw new OrleansConfigurationException(
                    $"The database lacks the tables of Orleans's AdoNet providers, and {string.Join(", ", missing)} cannot be read from "
                    + $"Orleans:SqlScripts ({folder ?? "not set"}): copy the scripts of {Runtime} (src/AdoNet in its source) there, or apply them by hand.");
        }
    }
}
