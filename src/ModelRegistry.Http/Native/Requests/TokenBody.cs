using ModelRegistry.Contracts;

namespace ModelRegistry.Http.Native.Requests;

/// <summary>POST /tokens.</summary>
internal sealed record TokenBody
{
    public required string Principal { get; init; }

    public required Role Role { get; init; }

    /// <summary>Prefix of the model names the token may touch; empty for all.</summary>
    public string Scope { get; init; } = "";

    public int? ExpiresInDays { get; init; }

    /// <summary>Instead of <see cref="ExpiresInDays"/>.</summary>
    public DateTimeOffset? ExpiresAt { get; init; }
}
