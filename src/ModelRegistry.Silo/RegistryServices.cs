using ModelRegistry.Core.Monitoring;
using ModelRegistry.Grains.Monitoring;
using ModelRegistry.Grains.Notifications;
using ModelRegistry.Grains.Registry;
using ModelRegistry.Grains.Serving;
using ModelRegistry.Learning.Flavors;
using ModelRegistry.Postgres;
using ModelRegistry.Postgres.Artifacts;
using ModelRegistry.Postgres.Events;
using ModelRegistry.Postgres.Log;
using ModelRegistry.Postgres.Transfer;
using ModelRegistry.Postgres.Tracking;
using ModelRegistry.Silo.Hosting;

namespace ModelRegistry.Silo;

/// <summary>All the floors below the facade, composed.</summary>
internal static class RegistryServices
{
    public static void AddRegistry(this WebApplicationBuilder builder, string connection, ServeSettings settings)
    {
        builder.Services.AddSingleton(TimeProvider.System);
        builder.Services.AddModelRegistryPostgres(connection, settings.DataDirectory);
        builder.Services.AddAuditCheckpoints(Path.Combine(settings.DataDirectory, "audit-key.pem"));
        builder.Services.AddTransfer(Path.Combine(settings.DataDirectory, "transfer"));
        builder.Services.AddPredictionLog(log => log.SoleWriter = GrainHost.SingleProcess);
        builder.Services.Configure<PredictionLogOptions>(builder.Configuration.GetSection(PredictionLogOptions.Section));
        builder.Services.Configure<ArtifactOptions>(builder.Configuration.GetSection(ArtifactOptions.Section));
        builder.Services.Configure<CheckpointOptions>(builder.Configuration.GetSection(CheckpointOptions.Section));
        builder.Services.Configure<TransferOptions>(builder.Configuration.GetSection(TransferOptions.Section));
        builder.Services.Configure<ServingOptions>(builder.Configuration.GetSection(ServingOptions.Section));
        builder.Services.Configure<LogRetentionOptions>(builder.Configuration.GetSection(LogRetentionOptions.Section));
        builder.Services.Configure<TrackingOptions>(builder.Configuration.GetSection(TrackingOptions.Section));
        builder.Services.AddModelFlavors();
        builder.Services.AddRegistryGrains(builder.Configuration);
        builder.Services.AddDriftMonitoring(ReadDriftPolicy(Path.Combine(settings.ConfigDirectory, "drift-policy.yaml")));
        builder.Services.AddServing();
        builder.Services.AddNotifications(builder.Configuration);
    }

    private static DriftPolicyBook ReadDriftPolicy(string path)
    {
        try
        {
            return DriftPolicyParser.Parse(File.ReadAllText(path));
        }
        catch (Exception exception) when (exception is IOException or DriftPolicyException)
        {
            throw new StartupException($"the drift policy {path} cannot be used: {exception.Message}", exception);
        }
    }
}
