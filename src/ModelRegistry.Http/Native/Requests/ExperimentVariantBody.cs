namespace ModelRegistry.Http.Native.Requests;

/// <summary>One arm in POST /experiments.</summary>
internal sealed record ExperimentVariantBody
{
    public required string Name { get; init; }

    /// <summary>Any selector of a version.</summary>
    public required VersionSelector Version { get; init; }

    public required double Weight { get; init; }
}
