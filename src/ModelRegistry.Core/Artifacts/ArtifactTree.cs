using System.Collections.Immutable;
using System.Text.Json;
using ModelRegistry.Core.Hashing;

namespace ModelRegistry.Core.Artifacts;

/// <summary>Files that belong together. Its digest is that of the canonical JSON that lists them by path: another byte or another name is another tree.</summary>
public sealed class ArtifactTree
{
    /// <summary>The file of a tree that is its model, where a host is to score it.</summary>
    public const string ModelFile = "model.json";

    /// <summary>The most files of a tree.</summary>
    public const int MaxFiles = 10_000;

    /// <summary>The longest list of files, in bytes.</summary>
    public const int MaxBytes = MaxFiles * 2048;

    private static readonly byte[] Beginning = """{"files":["""u8.ToArray();

    private ArtifactTree(ImmutableArray<TreeFile> files)
    {
        Files = files;
        Document = CanonicalJson.Serialize(new { Format = "tree/1", Files = files });
        Digest = Hashing.Digest.Of(Document);
    }

    /// <summary>In the ordinal order of their paths.</summary>
    public ImmutableArray<TreeFile> Files { get; }

    /// <summary>The list of the files, as it is stored.</summary>
    public byte[] Document { get; }

    /// <summary>SHA-256 of <see cref="Document"/>.</summary>
    public string Digest { get; }

    /// <summary>Bytes of all files together.</summary>
    public long Size => Files.Sum(file => file.Size);

    /// <summary>In any order.</summary>
    /// <exception cref="InvalidTreeException">None or too many, a path that cannot be one, twice the same, or one that is both a file and a folder.</exception>
    public static ArtifactTree Of(IEnumerable<TreeFile> files)
    {
        ImmutableArray<TreeFile> sorted = [.. files.OrderBy(file => file.Path, StringComparer.Ordinal)];
        if (sorted.Length is 0 or > MaxFiles)
            throw new InvalidTreeException($"the tree has {sorted.Length} files; 1 to {MaxFiles} are wanted");
        var seen = new HashSet<string>(StringComparer.Ordinal);
        foreach (var file in sorted)
        {
            if (TreePath.Fault(file.Path) is { } fault)
                throw new InvalidTreeException($"the path '{file.Path}' {fault}");
            if (!seen.Add(file.Path))
                throw new InvalidTreeException($"the path '{file.Path}' is there twice; each may be there once");
        }

        if (sorted.SelectMany(file => Folders(file.Path)).FirstOrDefault(seen.Contains) is { } both)
            throw new InvalidTreeException($"the path '{both}' is a file and also a folder of others; it can be one of them");
        return new ArtifactTree(sorted);
    }

    /// <summary>Reads a stored list; null for any other content.</summary>
    public static ArtifactTree? Read(ReadOnlySpan<byte> document)
    {
        if (document.Length > MaxBytes || !document.StartsWith(Beginning))
            return null;
        try
        {
            var tree = Of(JsonSerializer.Deserialize<Listed>(document, RegistryJson.Options)!.Files);
            return document.SequenceEqual(tree.Document) ? tree : null;
        }
        catch (Exception other) when (other is JsonException or InvalidTreeException or FormatException)
        {
            return null;
        }
    }

    private static IEnumerable<string> Folders(string path)
    {
        for (var slash = path.IndexOf('/', StringComparison.Ordinal); slash >= 0; slash = path.IndexOf('/', slash + 1))
            yield return path[..slash];
    }

    private sealed record Listed
    {
        public required ImmutableArray<TreeFile> Files { get; init; }
    }
}
