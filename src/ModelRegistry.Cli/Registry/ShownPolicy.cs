using System.Collections.Immutable;

namespace ModelRegistry.Cli.Registry;

/// <summary>The policy of one model.</summary>
internal sealed record ShownPolicy(string Digest, ImmutableArray<PolicyGate> Staging, ImmutableArray<PolicyGate> Production, string? SupersededTo);
