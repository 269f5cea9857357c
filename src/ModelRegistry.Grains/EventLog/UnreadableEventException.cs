namespace ModelRegistry.Grains.EventLog;

/// <summary>An event in the log that this release cannot read; the message names stream, version and type.</summary>
[GenerateSerializer, Alias("unreadable-event-exception")]
public sealed class UnreadableEventException(string message, Exception inner) : Exception(message, inner);
