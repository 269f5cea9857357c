using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;
using ModelRegistry.Core.Notifications;
using ModelRegistry.Core.Tracking;
using ModelRegistry.Postgres.Artifacts;
using ModelRegistry.Postgres.Events;
using ModelRegistry.Postgres.Experiments;
using ModelRegistry.Postgres.Mlflow;
using ModelRegistry.Postgres.Notifications;
using ModelRegistry.Postgres.ReadModels;
using ModelRegistry.Postgres.Search;
using ModelRegistry.Postgres.Tokens;
using ModelRegistry.Postgres.Tracking;
using Npgsql;

namespace ModelRegistry.Postgres;

/// <summary>Adds what keeps the registry in PostgreSQL.</summary>
public static class PostgresServices
{
    /// <summary>The key of the data source that appends have to themselves.</summary>
    internal const string Appends = "appends";

    /// <summary>
    /// Adds the data source, event store, read models, artifact store and tokens. The schema must be there:
    /// <see cref="Migrations.SchemaMigrator"/> is called before the host starts. More projections are added as <see cref="IProjection"/>. Artifacts that are
    /// files are in the data folder.
    /// </summary>
    public static IServiceCollection AddModelRegistryPostgres(this IServiceCollection services, string connectionString, string dataDirectory)
    {
        services.TryAddSingleton(TimeProvider.System);
        services.AddLogging();
        services.AddSingleton(_ => CreateDataSource(connectionString));
        services.AddKeyedSingleton(Appends, (_, _) => CreateDataSource(connectionString, AppendQueue.Places));
        services.AddSingleton<IProjection, ModelProjection>();
        services.AddSingleton<IProjection, ExperimentProjection>();
        services.AddSingleton<IEventStore, EventStore>();
        services.AddSingleton<ISnapshotStore, SnapshotStore>();
        services.AddSingleton<IEventFeed, EventFeed>();
        services.AddSingleton<HashChain>();
        services.AddSingleton<ReadModelRebuilder>();
        services.AddSingleton<IModelDirectory, ModelDirectory>();
        services.AddSingleton<IExperimentDirectory, ExperimentDirectory>();
        services.AddSingleton<IModelQueries, ModelQueries>();
        services.AddSingleton<ModelReads>();
        services.AddHostedService(provider => provider.GetRequiredService<ModelReads>());
        services.AddSingleton<ILineageReader, LineageReader>();
        services.AddSingleton<IRegistrySearch, RegistrySearch>();
        services.AddSingleton<IModelCatalog, ModelCatalog>();
        services.AddSingleton<IRoutingReader, RoutingReader>();
        services.AddSingleton<IVersionEvidenceReader, VersionEvidenceReader>();
        services.AddSingleton<IOpenManifests, OpenManifests>();
        services.AddSingleton<IDriftReportStore, DriftReportStore>();
        services.AddSingleton<IAuditLog, AuditLog>();
        services.AddArtifacts(ArtifactFolder.In(Path.GetFullPath(dataDirectory)));
        services.AddSingleton<ITokenStore, TokenStore>();
        services.AddSingleton<INotificationStore, NotificationStore>();
        services.AddSingleton<IExperimentStore, ExperimentStore>();
        services.AddSingleton<IRunStore, RunStore>();
        services.AddSingleton<IRunLog, RunLog>();
        services.AddSingleton<RunFiles>();
        services.AddSingleton<FrozenFiles>();
        services.AddSingleton<IArtifactArea, ArtifactArea>();
        services.AddSingleton<ITrackingImport, TrackingImport>();
        services.AddSingleton(provider => new TrackingRules(provider.GetRequiredService<IOptions<TrackingOptions>>().Value.TruncateLongValues ? LongValues.Cut : LongValues.Refuse));
        services.TryAddSingleton(NotificationRoutes.None);
        return services;
    }

    /// <summary>Refuses what is no connection string, without repeating it: a password may be in it.</summary>
    /// <param name="option">Where it was given.</param>
    /// <exception cref="FormatException">Names the option and the keyword that is wrong, and shows what one looks like.</exception>
    public static void CheckConnectionString(string option, string connectionString)
    {
        try
        {
            _ = new NpgsqlConnectionStringBuilder(connectionString);
        }
        catch (ArgumentException wrong)
        {
            throw new FormatException($"{option}: that is no connection string such as Host=db;Database=registry;Username=registry ({wrong.Message})", wrong);
        }
    }

    /// <summary>
    /// The data source as the registry uses it: statements that recur are prepared once per connection. Unless the connection string says
    /// otherwise it has at most 30 connections: servers take 100 by default, from all hosts together. A connection is not reset when it goes back
    /// to the pool, which would cost every small statement a share: who changes a session puts it back as it was.
    /// </summary>
    /// <param name="connectionString">Of the database.</param>
    /// <param name="connections">How many it has at most, whatever the connection string says; null: as that says.</param>
    public static NpgsqlDataSource CreateDataSource(string connectionString, int? connections = null)
    {
        var settings = new NpgsqlConnectionStringBuilder(connectionString);
        if (settings.MaxAutoPrepare == 0)
            settings.MaxAutoPrepare = 100;
        settings.NoResetOnClose = true;
        if (!settings.ShouldSerialize("Maximum Pool Size"))
            settings.MaxPoolSize = 30;
        if (connections is { } most)
            (settings.MinPoolSize, settings.MaxPoolSize) = (Math.Min(settings.MinPoolSize, most), most);
        return NpgsqlDataSource.Create(settings);
    }
}
