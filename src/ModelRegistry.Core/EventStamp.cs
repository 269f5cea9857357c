namespace ModelRegistry.Core;

/// <summary>What the log says of an event beside its payload. The same while deciding as when the stream is read again.</summary>
/// <param name="Version">1 for the first event of the stream.</param>
/// <param name="At">When the door took the command (UTC, whole microseconds).</param>
/// <param name="Actor">The principal.</param>
/// <param name="CommandId">The command it belongs to.</param>
public readonly record struct EventStamp(long Version, DateTimeOffset At, string Actor, Guid CommandId);
