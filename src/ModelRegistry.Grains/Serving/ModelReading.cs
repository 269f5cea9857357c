using ModelRegistry.Core.Artifacts;
using ModelRegistry.Learning.Flavors;
using ModelRegistry.Postgres.Artifacts;

namespace ModelRegistry.Grains.Serving;

/// <summary>Finds the bytes that a flavor loads.</summary>
public static class ModelReading
{
    /// <summary>The artifact itself, or of a tree its file <see cref="ArtifactTree.ModelFile"/>; null when nothing is stored under the digest.</summary>
    /// <exception cref="InvalidModelException">The tree has no such file.</exception>
    /// <exception cref="CorruptArtifactException">What is stored is not what its digest says.</exception>
    /// <exception cref="ArtifactTooLargeException">It is too long to be read into memory.</exception>
    public static async Task<ModelBytes?> ReadModelAsync(this IArtifactStore artifacts, string digest, CancellationToken cancellationToken = default)
    {
        if (await artifacts.ReadAsync(digest, cancellationToken) is not { } content)
            return null;
        if (ArtifactTree.Read(content) is not { } tree)
            return new ModelBytes(content, null);
        var model = tree.Files.FirstOrDefault(file => string.Equals(file.Path, ArtifactTree.ModelFile, StringComparison.Ordinal))
            ?? throw new InvalidModelException($"the tree {digest} has no file {ArtifactTree.ModelFile}, which would be its model");
        return new ModelBytes(
            await artifacts.ReadAsync(model.Digest, cancellationToken) ?? throw new InvalidModelException($"the file {ArtifactTree.ModelFile} of the tree {digest} is not in the store"), tree);
    }
}
