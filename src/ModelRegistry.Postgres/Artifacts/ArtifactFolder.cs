namespace ModelRegistry.Postgres.Artifacts;

/// <summary>Where the file store keeps an artifact: under its digest, in folders of the digest's first two bytes.</summary>
internal static class ArtifactFolder
{
    private const int DigestLength = 64;

    /// <summary>Where a host keeps them in its data folder.</summary>
    public static string In(string dataDirectory) => Path.Combine(dataDirectory, "artifacts");

    public static string PathOf(string store, string digest) => Path.Combine(store, digest[..2], digest[2..4], digest);

    /// <summary>Anything else never becomes part of a path.</summary>
    public static bool IsDigest(string digest) => digest.Length == DigestLength && digest.All(char.IsAsciiHexDigitLower);

    /// <summary>The digests of all whole artifacts of a store, in order; those still being received are not among them.</summary>
    public static IReadOnlyList<string> List(string store) => !Directory.Exists(store) ? [] :
    [
        .. Directory.EnumerateFiles(store, "*", SearchOption.AllDirectories)
            .Where(path => Path.GetFileName(path) is var name && IsDigest(name) && string.Equals(PathOf(store, name), path, StringComparison.Ordinal))
            .Select(path => Path.GetFileName(path))
            .Order(StringComparer.Ordinal),
    ];
}
