namespace ModelRegistry.Postgres.Artifacts;

/// <summary>Content that was put.</summary>
/// <param name="Outcome">Whether it is stored.</param>
/// <param name="Digest">SHA-256 of the content, 64 lower-case hex digits.</param>
/// <param name="Size">Bytes.</param>
public sealed record PutResult(PutOutcome Outcome, string Digest, long Size);
