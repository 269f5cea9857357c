namespace ModelRegistry.Http.Native;

/// <summary>One thing that a version states.</summary>
internal sealed record VerifiedPart
{
    public required string Part { get; init; }

    public required VerificationOutcome Outcome { get; init; }

    public string? Stated { get; init; }

    /// <summary>As computed now.</summary>
    public string? Found { get; init; }

    public string? Why { get; init; }
}
