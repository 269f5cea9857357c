using System.Collections.Immutable;
using ModelRegistry.Core.Artifacts;
using ModelRegistry.Postgres.Artifacts;
using ModelRegistry.Postgres.Search;

namespace ModelRegistry.Postgres.Tracking;

/// <summary>Artifacts as folders named by their digest: a tree has its files, any other artifact is one file, <see cref="ArtifactTree.ModelFile"/>.</summary>
internal sealed class FrozenFiles(IArtifactTrees trees, IArtifactStore artifacts) : IFileTree
{
    public async Task<TreeFile?> FindAsync(string path, CancellationToken cancellationToken = default)
    {
        var (digest, file) = Split(path);
        if (await trees.FindFileAsync(digest, file, cancellationToken) is { } found)
            return found;
        return file == ArtifactTree.ModelFile ? (await FilesAsync(digest, cancellationToken)).FirstOrDefault(one => one.Path == file) : null;
    }

    public async Task<SearchPage<FileEntry>> ListAsync(string folder, int pageSize, string? pageToken, CancellationToken cancellationToken = default)
    {
        var pages = new FolderPages(folder, pageSize);
        var after = pages.After(pageToken);
        var (digest, inside) = Split(folder);
        var entries = Below(await FilesAsync(digest, cancellationToken), inside)
            .Select(file => file.Path.IndexOf('/', StringComparison.Ordinal) is var slash and >= 0 ? new FileEntry(file.Path[..slash], null) : new FileEntry(file.Path, file.Size))
            .Distinct()
            .OrderBy(entry => entry.Name, StringComparer.Ordinal)
            .SkipWhile(entry => string.CompareOrdinal(entry.Name, after) <= 0);
        return pages.Of([.. entries.Take((int)Math.Min(pages.Most, int.MaxValue))]);
    }

    public async Task<IReadOnlyList<TreeFile>> BelowAsync(string path, int most, CancellationToken cancellationToken = default)
    {
        var (digest, inside) = Split(path);
        var files = await FilesAsync(digest, cancellationToken);
        return files.FirstOrDefault(file => file.Path == inside) is { } itself
            ? [itself with { Path = inside[(inside.LastIndexOf('/') + 1)..] }]
            : [.. Below(files, inside).Take(most)];
    }

    private static IEnumerable<TreeFile> Below(ImmutableArray<TreeFile> files, string folder) => folder.Length == 0
        ? files
        : files.Where(file => file.Path.StartsWith($"{folder}/", StringComparison.Ordinal)).Select(file => file with { Path = file.Path[(folder.Length + 1)..] });

    private async Task<ImmutableArray<TreeFile>> FilesAsync(string digest, CancellationToken cancellationToken)
    {
        if (await trees.FindAsync(digest, cancellationToken) is { } files)
            return files;
        return await artifacts.FindAsync(digest, cancellationToken) is { } size ? [new TreeFile { Path = ArtifactTree.ModelFile, Digest = digest, Size = size }] : [];
    }

    private static (string Digest, string Inside) Split(string path) => path.IndexOf('/', StringComparison.Ordinal) is var slash and >= 0 ? (path[..slash], path[(slash + 1)..]) : (path, "");
}
