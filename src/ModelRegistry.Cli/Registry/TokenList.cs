using System.Collections.Immutable;
using ModelRegistry.Postgres.Tokens;

namespace ModelRegistry.Cli.Registry;

/// <summary>The tokens, without their secrets.</summary>
internal sealed record TokenList(ImmutableArray<AccessToken> Tokens);
