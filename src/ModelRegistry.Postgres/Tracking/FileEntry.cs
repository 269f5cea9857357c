namespace ModelRegistry.Postgres.Tracking;

/// <summary>What is in a folder.</summary>
/// <param name="Name">The last part of its path.</param>
/// <param name="Size">Bytes; null for a folder.</param>
public sealed record FileEntry(string Name, long? Size);
