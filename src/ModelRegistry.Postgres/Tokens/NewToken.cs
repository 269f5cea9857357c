using ModelRegistry.Contracts;

namespace ModelRegistry.Postgres.Tokens;

/// <summary>What a token is to allow, and to whom.</summary>
public sealed record NewToken
{
    public required string Principal { get; init; }

    public required Role Role { get; init; }

    /// <summary>Null: never.</summary>
    public DateTimeOffset? ExpiresAt { get; init; }

    /// <summary>Only models whose names begin with it; null: all.</summary>
    public string? ScopePrefix { get; init; }
}
