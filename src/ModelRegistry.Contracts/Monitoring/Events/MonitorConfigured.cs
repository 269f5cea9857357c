namespace ModelRegistry.Contracts.Monitoring.Events;

/// <summary>A monitor was given another policy.</summary>
[GenerateSerializer, Immutable, Alias("monitor-configured")]
public sealed record MonitorConfigured : MonitorEvent
{
    [Id(0)]
    public required MonitorPolicy Policy { get; init; }
}
