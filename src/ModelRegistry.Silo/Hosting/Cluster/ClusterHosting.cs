using Microsoft.Extensions.Options;
using Npgsql;
using Orleans.Configuration;
using Orleans.Hosting;
using Orleans.Serialization;
using Orleans.Storage;

namespace ModelRegistry.Silo.Hosting.Cluster;

/// <summary>What every silo of the registry has, however its cluster is made.</summary>
internal static class ClusterHosting
{
    /// <summary>The name by which the AdoNet providers know Npgsql.</summary>
    public const string Invariant = "Npgsql";

    /// <summary>The storage "registry" and the reminders, in tables that are made where they are missing, over the registry's data source.</summary>
    /// <param name="silo">The silo.</param>
    /// <param name="connectionString">The registry's database.</param>
    /// <param name="scripts">See <see cref="AdoNetScripts"/>.</param>
    public static ISiloBuilder UsePostgres(this ISiloBuilder silo, string connectionString, string? scripts)
    {
        AdoNetScripts.EnsureApplied(connectionString, scripts);
        return silo
            .AddAdoNetGrainStorage("registry", (OptionsBuilder<AdoNetGrainStorageOptions> storage) => storage.Configure<NpgsqlDataSource, Serializer>((options, source, serializer) =>
            {
                (options.Invariant, options.DataSource) = (Invariant, source);

                // In Orleans's own format: its JSON cannot read the immutable dictionaries that states hold.
                options.GrainStorageSerializer = new OrleansGrainStorageSerializer(serializer);
            }))
            .UseAdoNetReminderService((OptionsBuilder<AdoNetReminderTableOptions> reminders) => reminders.Configure<NpgsqlDataSource>(
                (options, source) => (options.Invariant, options.DataSource) = (Invariant, source)));
    }

    /// <summary>
    /// Any exception may cross from silo to silo, by its type and words. Otherwise one that has a cause from a library, as those of the database have,
    /// would arrive as the complaint that the cause cannot be sent.
    /// </summary>
    public static ISiloBuilder CarryExceptions(this ISiloBuilder silo)
        => silo.Configure<ExceptionSerializationOptions>(static options => options.SupportedExceptionTypeFilter = static _ => true);
}
