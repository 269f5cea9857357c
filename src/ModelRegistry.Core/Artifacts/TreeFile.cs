namespace ModelRegistry.Core.Artifacts;

/// <summary>One file of a tree.</summary>
public sealed record TreeFile
{
    /// <summary>Relative, its parts separated by <c>/</c>.</summary>
    public required string Path { get; init; }

    /// <summary>SHA-256 of its content, 64 lower-case hex digits.</summary>
    public required string Digest { get; init; }

    /// <summary>Bytes.</summary>
    public required long Size { get; init; }
}
