namespace ModelRegistry.Cli.Registry;

/// <summary>What a collection removed, or would remove.</summary>
internal sealed record CollectedArtifacts(long Artifacts, long Bytes, int Leftovers);
