using ModelRegistry.Postgres.Artifacts;

namespace ModelRegistry.Postgres.Transfer;

/// <summary>The artifacts of a registry as export and import need them.</summary>
internal sealed class TransferArtifacts(IArtifactStore store)
{
    /// <summary>Bytes; null when it is not stored.</summary>
    public Task<long?> FindAsync(string digest, CancellationToken cancellationToken) => store.FindAsync(digest, cancellationToken);

    /// <summary>The content, whose end is handed out only when all of it was what the digest says.</summary>
    /// <exception cref="ExportRefusedException">It is not stored.</exception>
    public async Task<Stream> OpenAsync(string digest, CancellationToken cancellationToken) =>
        await store.ReadAsync(digest, cancellationToken) is { } content ? new MemoryStream(content) : throw new ExportRefusedException($"the artifact {digest} is gone");

    /// <param name="content">What has that digest.</param>
    public Task PutAsync(string digest, Stream content, CancellationToken cancellationToken) => store.PutAsync(content, cancellationToken);
}
