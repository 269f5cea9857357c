using ModelRegistry.Postgres.Search;

namespace ModelRegistry.Postgres.Tracking;

/// <summary>The pages of what is in one folder, by name.</summary>
internal sealed class FolderPages(string folder, int size)
{
    private readonly string _digest = PageToken.DigestOf(nameof(FolderPages), folder);

    /// <summary>One more than a page has tells whether there is another.</summary>
    public long Most => size + 1L;

    /// <summary>The name after which the page begins; empty for the first.</summary>
    /// <exception cref="PageTokenException">The token is none, or of another folder.</exception>
    public string After(string? pageToken) => pageToken is null ? "" : PageToken.Read(pageToken, _digest, orders: 0, identity: 1).Place[0]!;

    public SearchPage<FileEntry> Of(IReadOnlyList<FileEntry> entries) => entries.Count <= size
        ? new(entries, null)
        : new([.. entries.Take(size)], new PageToken { Search = _digest, Place = [entries[size - 1].Name] }.Write());
}
