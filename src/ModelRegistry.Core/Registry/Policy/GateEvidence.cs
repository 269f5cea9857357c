using System.Collections.Immutable;
using ModelRegistry.Contracts.Monitoring;
using ModelRegistry.Contracts.Registry;

namespace ModelRegistry.Core.Registry.Policy;

/// <summary>What gates are judged by beside the state of the model.</summary>
public sealed record GateEvidence
{
    /// <summary>Walk-forward or hold-out, never in-sample.</summary>
    public ImmutableDictionary<string, double> Metrics { get; init; } = ImmutableDictionary<string, double>.Empty;

    public Manifest Manifest { get; init; } = new();

    /// <summary>The latest report of the model; those of fire drills do not count.</summary>
    public DriftReport? LatestDrift { get; init; }
}
