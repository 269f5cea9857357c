using ModelRegistry.Postgres.Tokens;

namespace ModelRegistry.Cli.Registry;

/// <summary>A new token with its secret.</summary>
internal sealed record MadeToken(string Token, AccessToken Access);
