namespace ModelRegistry.Postgres.Events;

/// <summary>An event about to be appended.</summary>
/// <param name="Type">The stable name of its type.</param>
/// <param name="Payload">UTF-8 JSON, stored byte for byte.</param>
public sealed record NewEvent(string Type, ReadOnlyMemory<byte> Payload);
