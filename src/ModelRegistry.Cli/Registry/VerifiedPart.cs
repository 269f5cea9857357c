namespace ModelRegistry.Cli.Registry;

/// <summary>One thing a version states, and whether it holds: Verified, Mismatch or NotComputed.</summary>
internal sealed record VerifiedPart(string Part, string Outcome, string? Stated, string? Found, string? Why);
