namespace ModelRegistry.Postgres.Artifacts;

/// <summary>An artifact longer than the store takes, or than is read into memory.</summary>
public sealed class ArtifactTooLargeException(long limit) : Exception($"the artifact is longer than the {limit} bytes that are taken here")
{
    /// <summary>Bytes.</summary>
    public long Limit { get; } = limit;
}
