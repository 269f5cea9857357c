using ModelRegistry.Core.Artifacts;
using ModelRegistry.Postgres.Search;

namespace ModelRegistry.Postgres.Tracking;

/// <summary>Folders and files by their paths. The uppermost folder is the empty path. Every call may throw <see cref="StoreUnavailableException"/>.</summary>
public interface IFileTree
{
    /// <summary>A file; null where there is none, or a folder.</summary>
    Task<TreeFile?> FindAsync(string path, CancellationToken cancellationToken = default);

    /// <summary>What is in a folder, in the order of the names; nothing where there is no folder.</summary>
    /// <exception cref="PageTokenException">The token is none, or of another folder.</exception>
    Task<SearchPage<FileEntry>> ListAsync(string folder, int pageSize, string? pageToken, CancellationToken cancellationToken = default);

    /// <summary>All files below a folder as they are at one moment, with their paths inside it; of a file itself, its name.</summary>
    /// <param name="path">Of a folder or file.</param>
    /// <param name="most">How many of them.</param>
    /// <param name="cancellationToken">Ends it.</param>
    Task<IReadOnlyList<TreeFile>> BelowAsync(string path, int most, CancellationToken cancellationToken = default);
}
