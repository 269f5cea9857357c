using ModelRegistry.Core.Artifacts;
using ModelRegistry.Core.Tracking;
using ModelRegistry.Postgres.Search;

namespace ModelRegistry.Postgres.Tracking;

/// <summary>The files of runs, and beside them what is frozen.</summary>
internal sealed class ArtifactArea(RunFiles runs, FrozenFiles frozen) : IArtifactArea
{
    private const string FrozenPrefix = ArtifactUri.FrozenFolder + "/";

    public Task PutAsync(string path, Stream content, CancellationToken cancellationToken = default) => runs.PutAsync(Changeable(path), content, cancellationToken);

    public Task DeleteAsync(string path, CancellationToken cancellationToken = default) => runs.DeleteAsync(Changeable(path), cancellationToken);

    public Task<TreeFile?> FindAsync(string path, CancellationToken cancellationToken = default) => At(ref path).FindAsync(path, cancellationToken);

    public Task<SearchPage<FileEntry>> ListAsync(string folder, int pageSize, string? pageToken, CancellationToken cancellationToken = default) =>
        At(ref folder).ListAsync(folder, pageSize, pageToken, cancellationToken);

    public Task<IReadOnlyList<TreeFile>> BelowAsync(string path, int most, CancellationToken cancellationToken = default) => At(ref path).BelowAsync(path, most, cancellationToken);

    private IFileTree At(ref string path)
    {
        if (!path.StartsWith(FrozenPrefix, StringComparison.Ordinal))
            return runs;
        path = path[FrozenPrefix.Length..];
        return frozen;
    }

    private static string Changeable(string path) => path != ArtifactUri.FrozenFolder && !path.StartsWith(FrozenPrefix, StringComparison.Ordinal)
        ? path
        : throw TrackingException.Invalid($"Invalid path: '{TrackingRules.Shortened(path)}' is frozen; what is under a digest never changes.");
}
