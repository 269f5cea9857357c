namespace ModelRegistry.Cli.Registry;

/// <summary>What was uploaded.</summary>
internal sealed record PutArtifact(string Digest);
