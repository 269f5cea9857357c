using ModelRegistry.Core.Artifacts;
using ModelRegistry.Core.Hashing;
using ModelRegistry.Core.Tracking;
using ModelRegistry.Postgres.Artifacts;
using ModelRegistry.Postgres.Mlflow;
using ModelRegistry.Postgres.Tracking;

namespace ModelRegistry.Http.Mlflow;

/// <summary>
/// Makes the artifact of a version from where an MLflow client says that its files are. Files on this server are frozen as they are now, as a tree; files elsewhere stay there, and
/// a document says where, which is stored with the version.
/// </summary>
internal sealed class VersionFiles(IRunStore runs, IArtifactArea area, IArtifactTrees trees)
{
    private const string Runs = "runs:/";

    /// <param name="source">What the client names.</param>
    /// <param name="run">Of the version; null for none.</param>
    /// <param name="host">What the client calls this server.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <exception cref="TrackingException">There are no such files here, or no such run.</exception>
    /// <exception cref="InvalidTreeException">There are too many files, or some were deleted meanwhile.</exception>
    public async Task<VersionArtifact> KeepAsync(string source, Guid? run, string host, CancellationToken cancellationToken)
    {
        var uri = source.StartsWith(Runs, StringComparison.Ordinal) ? await ResolveAsync(source[Runs.Length..], cancellationToken) : source;
        if (ArtifactUri.PathIn(uri, host) is { } path)
            return await FreezeAsync(source, path, cancellationToken);
        var document = SourceDocument.Of(source, run);
        return new(Digest.Of(document), document.Length, uri == source ? null : uri);
    }

    private async Task<VersionArtifact> FreezeAsync(string source, string path, CancellationToken cancellationToken)
    {
        var files = path.Length == 0 ? [] : await area.BelowAsync(path, ArtifactTree.MaxFiles + 1, cancellationToken);
        if (files.Count == 0)
            throw TrackingException.Invalid($"Invalid model version source: '{TrackingRules.Shortened(source)}'; there are no files below it on this server. Log the model before it is registered.");
        var tree = await trees.PutAsync([.. files.Select(file => (file.Path, file.Digest))], cancellationToken);
        return new(tree.Digest, tree.Size, ArtifactUri.Frozen + tree.Digest);
    }

    /// <summary>Where the files of a run are, of which the client says <c>RUN/PATH</c>.</summary>
    private async Task<string> ResolveAsync(string inRun, CancellationToken cancellationToken)
    {
        var slash = inRun.IndexOf('/', StringComparison.Ordinal);
        var run = await runs.GetAsync(RunId.Parse(slash < 0 ? inRun : inRun[..slash]), cancellationToken);
        var (root, query) = run.Info.ArtifactUri.IndexOf('?', StringComparison.Ordinal) is var end and >= 0 ? (run.Info.ArtifactUri[..end], run.Info.ArtifactUri[end..]) : (run.Info.ArtifactUri, "");
        return slash < 0 ? run.Info.ArtifactUri : root + inRun[slash..] + query;
    }
}
