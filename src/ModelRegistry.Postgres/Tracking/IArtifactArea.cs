using ModelRegistry.Core.Tracking;
using ModelRegistry.Postgres.Artifacts;

namespace ModelRegistry.Postgres.Tracking;

/// <summary>
/// The files that MLflow's clients reach through this server. Those of runs come and go; below <see cref="ArtifactUri.FrozenFolder"/> is every artifact under its digest, for ever
/// the same: a tree as its files, any other as one file.
/// </summary>
public interface IArtifactArea : IFileTree
{
    /// <summary>Streams a file in, in constant memory, and puts it in place of what was under the path: whole or not at all.</summary>
    /// <exception cref="TrackingException">Something frozen is there, or what is a file would have to be a folder or the other way round.</exception>
    /// <exception cref="ArtifactTooLargeException">The content is longer than the store takes.</exception>
    /// <exception cref="ArtifactQuotaException">The store is full.</exception>
    Task PutAsync(string path, Stream content, CancellationToken cancellationToken = default);

    /// <summary>Deletes a file, or a folder with all that is in it. What is not there needs no deleting.</summary>
    /// <exception cref="TrackingException">Something frozen is there.</exception>
    Task DeleteAsync(string path, CancellationToken cancellationToken = default);
}
