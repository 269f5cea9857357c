using System.Collections.Immutable;

namespace ModelRegistry.Core.Tracking;

/// <summary>The latest value of a metric of several runs.</summary>
/// <param name="Key">Its name.</param>
/// <param name="Values">In the order of the runs; null where a run has none.</param>
public sealed record ComparedMetric(string Key, ImmutableArray<double?> Values);
