using ModelRegistry.Postgres.Events;

namespace ModelRegistry.Postgres.ReadModels;

/// <summary>One event as people read it.</summary>
/// <param name="Position">Its place among the events of all streams.</param>
/// <param name="Origin">The address the command came from; null when the registry itself asked.</param>
/// <param name="Payload">JSON.</param>
public sealed record AuditEntry(long Position, StreamId Stream, long Version, string Type, DateTimeOffset At, string Actor, Guid CommandId, string? Origin, string Payload);
