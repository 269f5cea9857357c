using System.Collections.Immutable;
using ModelRegistry.Contracts.Monitoring;

namespace ModelRegistry.Core.Monitoring;

/// <summary>The drift policies an operator has written down. What a monitor was configured with goes before them.</summary>
public sealed record DriftPolicyBook
{
    /// <summary>The policy of a model that has none of its own.</summary>
    public MonitorPolicy Defaults { get; init; } = new();

    /// <summary>By the name of a model.</summary>
    public ImmutableDictionary<string, MonitorPolicy> Models { get; init; } = ImmutableDictionary.Create<string, MonitorPolicy>(StringComparer.Ordinal);

    public MonitorPolicy For(string model) => Models.GetValueOrDefault(model, Defaults);
}
