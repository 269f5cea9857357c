using ModelRegistry.Contracts;

namespace ModelRegistry.Postgres.Tokens;

/// <summary>A token as it is stored: everything but the secret.</summary>
public sealed record AccessToken
{
    public required Guid Id { get; init; }

    public required string Principal { get; init; }

    public required Role Role { get; init; }

    /// <summary>Only models whose names begin with it; null: all.</summary>
    public string? ScopePrefix { get; init; }

    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>Null: never.</summary>
    public DateTimeOffset? ExpiresAt { get; init; }

    /// <summary>Null while it is good.</summary>
    public DateTimeOffset? RevokedAt { get; init; }
}
