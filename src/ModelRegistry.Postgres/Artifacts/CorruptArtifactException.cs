namespace ModelRegistry.Postgres.Artifacts;

/// <summary>Stored bytes that are not what their digest says.</summary>
public sealed class CorruptArtifactException(string digest, string actual)
    : Exception($"artifact {digest} is corrupt: its content has the digest {actual}");
