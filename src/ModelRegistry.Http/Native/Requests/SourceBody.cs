namespace ModelRegistry.Http.Native.Requests;

/// <summary>A version that another was made from.</summary>
internal sealed record SourceBody
{
    /// <summary>Name of the model.</summary>
    public required string Model { get; init; }

    /// <summary>Any selector of a version.</summary>
    public required VersionSelector Version { get; init; }
}
