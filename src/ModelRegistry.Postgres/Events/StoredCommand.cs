namespace ModelRegistry.Postgres.Events;

/// <summary>A command that was carried out, and its answer.</summary>
/// <param name="Fingerprint">SHA-256 (hex) of the request.</param>
/// <param name="Version">The version of the stream after it.</param>
/// <param name="Result">UTF-8 JSON.</param>
public sealed record StoredCommand(string Fingerprint, long Version, ReadOnlyMemory<byte> Result);
