namespace ModelRegistry.Postgres.Events;

/// <summary>Where one stream ended when a checkpoint was made.</summary>
/// <param name="Kind"><see cref="StreamId.Kind"/>.</param>
/// <param name="Id"><see cref="StreamId.Id"/>.</param>
/// <param name="Version">Events in it; 0 when its commands changed nothing.</param>
/// <param name="Hash">Of its last event, hex; empty without one.</param>
public sealed record CheckpointHead(string Kind, Guid Id, long Version, string Hash);
