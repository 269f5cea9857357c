using System.Collections.Concurrent;

namespace ModelRegistry.Grains.Serving;

/// <summary>What this host served, per model, since it started.</summary>
public sealed class ServingStatistics
{
    private readonly ConcurrentDictionary<Guid, ModelTraffic> _models = new();

    /// <summary>The counters of one model.</summary>
    public ModelTraffic Of(Guid modelId) => _models.GetOrAdd(modelId, _ => new ModelTraffic());
}
