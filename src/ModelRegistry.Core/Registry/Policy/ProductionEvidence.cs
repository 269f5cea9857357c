using System.Collections.Immutable;
using ModelRegistry.Contracts.Registry;

namespace ModelRegistry.Core.Registry.Policy;

/// <summary>The version in production, as far as another is compared with it.</summary>
public sealed record ProductionEvidence
{
    public required int Number { get; init; }

    public ImmutableDictionary<string, double> Metrics { get; init; } = ImmutableDictionary<string, double>.Empty;

    public Signature Signature { get; init; } = new();
}
