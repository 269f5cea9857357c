using System.Collections.Immutable;

namespace ModelRegistry.Cli.Registry;

/// <summary>What became of verifying a version.</summary>
internal sealed record Verification(bool Verified, ImmutableArray<VerifiedPart> Parts);
