namespace ModelRegistry.Postgres.Artifacts;

/// <summary>An artifact longer than the store takes.</summary>
public sealed class ArtifactTooLargeException(long limit) : Exception($"the artifact is longer than the {limit} bytes the store takes")
{
    /// <summary>Bytes.</summary>
    public long Limit { get; } = limit;
}
