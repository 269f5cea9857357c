namespace ModelRegistry.Postgres.Artifacts;

/// <summary>Content-addressed bytes. What was stored under a digest never changes; what is read is verified.</summary>
public interface IArtifactStore
{
    /// <summary>Streams the content in and answers with its SHA-256 (lower-case hex) and size. The same content twice is stored once.</summary>
    /// <exception cref="ArtifactTooLargeException">The content is longer than the store takes.</exception>
    Task<StoredArtifact> PutAsync(Stream content, CancellationToken cancellationToken = default);

    /// <summary>Size in bytes; null when nothing is stored under the digest.</summary>
    Task<long?> FindAsync(string digest, CancellationToken cancellationToken = default);

    /// <summary>The whole content, its digest verified; null when nothing is stored under the digest.</summary>
    /// <exception cref="CorruptArtifactException">The content is not what the digest says.</exception>
    Task<byte[]?> ReadAsync(string digest, CancellationToken cancellationToken = default);
}
