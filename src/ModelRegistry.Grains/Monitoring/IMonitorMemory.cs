namespace ModelRegistry.Grains.Monitoring;

/// <summary>Where a monitor's snapshot is kept.</summary>
internal interface IMonitorMemory
{
    /// <summary>The snapshot as last written; null when there is none.</summary>
    MonitorSnapshot? Load();

    Task SaveAsync(MonitorSnapshot snapshot);
}
