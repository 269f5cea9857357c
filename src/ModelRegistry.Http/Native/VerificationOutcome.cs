namespace ModelRegistry.Http.Native;

/// <summary>Whether a statement holds.</summary>
internal enum VerificationOutcome
{
    Verified,
    Mismatch,

    /// <summary>It cannot be computed from what is stored.</summary>
    NotComputed,
}
