namespace ModelRegistry.Http.Mlflow;

/// <summary>The artifact of a version that an MLflow client registers.</summary>
/// <param name="Digest">SHA-256.</param>
/// <param name="Size">Bytes; of a tree those of its files.</param>
/// <param name="Location">The URI of the files; null where that is what the client gave as the source.</param>
internal sealed record VersionArtifact(string Digest, long Size, string? Location);
