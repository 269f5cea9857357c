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

    public Signature Signature { get; init; } = new();

    /// <summary>The version with what its run has logged by now, where its manifest is open; the above are of it then.</summary>
    public OpenManifest? Open { get; init; }

    /// <summary>What is in production; null when nothing is, or when it is the version itself.</summary>
    public ProductionEvidence? Production { get; init; }

    /// <summary>The A/B tests that the version has won.</summary>
    public ImmutableArray<WonExperiment> Won { get; init; } = [];

    /// <summary>What webhooks said of this version at this revision, by name.</summary>
    public ImmutableArray<WebhookVerdict> Webhooks { get; init; } = [];

    /// <summary>The latest report of the model; those of fire drills do not count.</summary>
    public DriftReport? LatestDrift { get; init; }
}
