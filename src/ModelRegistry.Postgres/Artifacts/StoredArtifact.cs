namespace ModelRegistry.Postgres.Artifacts;

/// <summary>A stored artifact.</summary>
/// <param name="Digest">SHA-256, 64 lower-case hex digits.</param>
/// <param name="Size">Bytes.</param>
public sealed record StoredArtifact(string Digest, long Size);
