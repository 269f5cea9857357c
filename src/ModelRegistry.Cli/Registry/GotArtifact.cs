namespace ModelRegistry.Cli.Registry;

/// <summary>What was downloaded and is what its digest says.</summary>
internal sealed record GotArtifact(string Digest, string Path, int Files, long Bytes);
