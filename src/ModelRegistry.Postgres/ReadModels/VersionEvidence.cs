using System.Collections.Immutable;
using ModelRegistry.Contracts.Monitoring;
using ModelRegistry.Contracts.Registry;

namespace ModelRegistry.Postgres.ReadModels;

/// <summary>What the tables know of a version when its gates are judged.</summary>
public sealed record VersionEvidence
{
    /// <summary>Name → value; walk-forward or hold-out.</summary>
    public ImmutableDictionary<string, double> Metrics { get; init; } = ImmutableDictionary<string, double>.Empty;

    public Manifest Manifest { get; init; } = new();

    /// <summary>The latest drift report of the model that is not a fire drill's; null before the first.</summary>
    public DriftReport? LatestDrift { get; init; }
}
