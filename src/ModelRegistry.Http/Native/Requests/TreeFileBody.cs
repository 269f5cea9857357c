namespace ModelRegistry.Http.Native.Requests;

/// <summary>A file of a tree.</summary>
internal sealed record TreeFileBody
{
    /// <summary>Relative, such as <c>model/weights.bin</c>.</summary>
    public required string Path { get; init; }

    /// <summary>Of the uploaded file.</summary>
    public required string Digest { get; init; }
}
