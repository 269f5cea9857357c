using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Logging;
using Orleans.InProcess;
using Orleans.Storage;

namespace Orleans.Hosting;

/// <summary>Keeps grain states and reminders in PostgreSQL.</summary>
public static class PostgresHostingExtensions
{
    /// <summary>
    /// All grain storages, whatever their name, and the reminders live in the schema <c>orleans</c> of this database, made at the start.
    /// One host at a time may use a database: a second one fails to start and names the first.
    /// </summary>
    public static ISiloBuilder UsePostgres(this ISiloBuilder builder, string connectionString)
    {
        ArgumentNullException.ThrowIfNull(builder);
        ArgumentException.ThrowIfNullOrWhiteSpace(connectionString);
        builder.Services.TryAddSingleton(provider => new PostgresSource(
            connectionString, new RuntimeLog(provider.GetRequiredService<ILogger<PostgresSource>>()), RuntimeTime.Of(provider)));
        builder.Services.TryAddEnumerable(ServiceDescriptor.Singleton<ISiloFoundation, PostgresHostLock>());
        builder.Services.AddKeyedSingleton<IGrainStorage>(
            KeyedService.AnyKey, static (provider, name) => new PostgresGrainStorage(provider.GetRequiredService<PostgresSource>(), (string)name!));
        SiloServices.AddReminders<PostgresReminderStore>(builder.Services);
        return builder;
    }
}
