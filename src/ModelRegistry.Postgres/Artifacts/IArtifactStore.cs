namespace ModelRegistry.Postgres.Artifacts;

/// <summary>Content-addressed bytes. What was stored under a digest never changes; what is read is verified.</summary>
public interface IArtifactStore
{
    /// <summary>
    /// Streams the content in, in constant memory, and answers with its SHA-256 and size. The same content twice is stored once; what was damaged is
    /// whole again afterwards.
    /// </summary>
    /// <param name="content">Read to its end.</param>
    /// <param name="expected">The digest that the content must have; null: any.</param>
    /// <param name="cancellationToken">Ends it until the content is complete; nothing is kept then.</param>
    /// <exception cref="ArtifactTooLargeException">The content is longer than the store takes.</exception>
    /// <exception cref="ArtifactQuotaException">The store is full.</exception>
    /// <exception cref="StoreUnavailableException">The database cannot be reached.</exception>
    Task<PutResult> PutAsync(Stream content, string? expected = null, CancellationToken cancellationToken = default);

    /// <summary>Size in bytes; null when nothing is stored under the digest.</summary>
    Task<long?> FindAsync(string digest, CancellationToken cancellationToken = default);

    /// <summary>
    /// The content, to be read once from front to back; null when nothing is stored under the digest. Its end is handed out only when all of it was
    /// what the digest says; else reading throws <see cref="CorruptArtifactException"/>.
    /// </summary>
    Task<Stream?> OpenAsync(string digest, CancellationToken cancellationToken = default);

    /// <summary>Keeps an artifact from being collected, in place of what the holder kept before.</summary>
    /// <param name="holder">Such as <c>monitor/0197…</c>.</param>
    /// <param name="digest">Of an artifact that is there.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <returns>False when nothing is stored under the digest.</returns>
    Task<bool> PinAsync(string holder, string digest, CancellationToken cancellationToken = default);
}
