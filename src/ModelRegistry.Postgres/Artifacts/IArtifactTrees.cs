using System.Collections.Immutable;
using ModelRegistry.Core.Artifacts;

namespace ModelRegistry.Postgres.Artifacts;

/// <summary>Artifacts of several files. A tree is an artifact itself, the list of its files, and keeps them while it is there.</summary>
public interface IArtifactTrees
{
    /// <summary>Makes a tree of files that are stored. The same files under the same paths give the same tree.</summary>
    /// <exception cref="InvalidTreeException">A path cannot be one, or a file is not in the store; names it.</exception>
    /// <exception cref="StoreUnavailableException">The database cannot be reached.</exception>
    Task<ArtifactTree> PutAsync(IReadOnlyCollection<(string Path, string Digest)> files, CancellationToken cancellationToken = default);

    /// <summary>Its files, in the order of their paths; null when the digest is of no tree.</summary>
    /// <exception cref="StoreUnavailableException">The database cannot be reached.</exception>
    Task<ImmutableArray<TreeFile>?> FindAsync(string tree, CancellationToken cancellationToken = default);

    /// <summary>One of its files; null when there is no such file or no such tree.</summary>
    /// <exception cref="StoreUnavailableException">The database cannot be reached.</exception>
    Task<TreeFile?> FindFileAsync(string tree, string path, CancellationToken cancellationToken = default);
}
