using ModelRegistry.Core.Artifacts;
using ModelRegistry.Postgres.Artifacts;

namespace ModelRegistry.Postgres.Transfer;

/// <summary>The artifacts of a registry as export and import need them: with a tree go its files.</summary>
internal sealed class TransferArtifacts(IArtifactStore store, IArtifactTrees trees)
{
    /// <summary>Bytes; null when it is not stored.</summary>
    public Task<long?> FindAsync(string digest, CancellationToken cancellationToken) => store.FindAsync(digest, cancellationToken);

    /// <summary>The digests of the files of a tree; none where the digest is of no tree.</summary>
    public async Task<IEnumerable<string>> FilesOfAsync(string digest, CancellationToken cancellationToken) =>
        await trees.FindAsync(digest, cancellationToken) is { } files ? files.Select(file => file.Digest) : [];

    /// <summary>The content, whose end is handed out only when all of it was what the digest says.</summary>
    /// <exception cref="ExportRefusedException">It is not stored.</exception>
    public async Task<Stream> OpenAsync(string digest, CancellationToken cancellationToken) =>
        await store.OpenAsync(digest, cancellationToken) ?? throw new ExportRefusedException($"the artifact {digest} is gone");

    /// <param name="content">What has that digest.</param>
    public Task PutAsync(string digest, Stream content, CancellationToken cancellationToken) => store.PutAsync(content, digest, cancellationToken);

    /// <exception cref="ImportRefusedException">One of its files was collected meanwhile.</exception>
    public async Task PutAsync(ArtifactTree tree, CancellationToken cancellationToken)
    {
        try
        {
            await trees.PutAsync([.. tree.Files.Select(file => (file.Path, file.Digest))], cancellationToken);
        }
        catch (InvalidTreeException lacking)
        {
            throw new ImportRefusedException($"the tree {tree.Digest} cannot be imported: {lacking.Message}", lacking);
        }
    }
}
