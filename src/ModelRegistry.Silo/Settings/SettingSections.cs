using ModelRegistry.Grains.Notifications;
using ModelRegistry.Grains.Registry;
using ModelRegistry.Grains.Serving;
using ModelRegistry.Postgres.Artifacts;
using ModelRegistry.Postgres.Events;
using ModelRegistry.Postgres.Log;
using ModelRegistry.Postgres.Transfer;
using ModelRegistry.Postgres.Tracking;

namespace ModelRegistry.Silo.Settings;

/// <summary>The sections of the settings, and the class that says what is in each.</summary>
internal static class SettingSections
{
    public static IReadOnlyList<(string Name, Type Options)> All { get; } =
    [
        (HostOptions.Section, typeof(HostOptions)),
        (RegistryOptions.Section, typeof(RegistryOptions)),
        (GateOptions.Section, typeof(GateOptions)),
        (ServingOptions.Section, typeof(ServingOptions)),
        (PredictionLogOptions.Section, typeof(PredictionLogOptions)),
        (LogRetentionOptions.Section, typeof(LogRetentionOptions)),
        (TrackingOptions.Section, typeof(TrackingOptions)),
        (NotificationOptions.Section, typeof(NotificationOptions)),
        (ArtifactOptions.Section, typeof(ArtifactOptions)),
        (CheckpointOptions.Section, typeof(CheckpointOptions)),
        (TransferOptions.Section, typeof(TransferOptions)),
        (ClusterSettings.Section, typeof(ClusterSettings)),
    ];

    public static bool Has(string key) => All.Any(section => key.StartsWith(section.Name + ":", StringComparison.OrdinalIgnoreCase));
}
