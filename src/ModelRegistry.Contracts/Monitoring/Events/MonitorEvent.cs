using System.Text.Json.Serialization;

namespace ModelRegistry.Contracts.Monitoring.Events;

/// <summary>Something that was decided about a monitor. The JSON names below never change.</summary>
[JsonPolymorphic(TypeDiscriminatorPropertyName = "type")]
[JsonDerivedType(typeof(MonitorConfigured), "monitor-configured")]
[GenerateSerializer, Immutable, Alias("monitor-event")]
public abstract record MonitorEvent;
