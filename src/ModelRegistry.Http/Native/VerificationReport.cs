using System.Collections.Immutable;

namespace ModelRegistry.Http.Native;

/// <summary>What became of verifying one version.</summary>
internal sealed record VerificationReport
{
    /// <summary>False when anything does not match.</summary>
    public required bool Verified { get; init; }

    public required ImmutableArray<VerifiedPart> Parts { get; init; }
}
