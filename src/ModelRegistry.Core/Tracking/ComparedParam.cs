using System.Collections.Immutable;

namespace ModelRegistry.Core.Tracking;

/// <summary>A param of several runs.</summary>
/// <param name="Key">Its name.</param>
/// <param name="Values">In the order of the runs; null where a run has none.</param>
public sealed record ComparedParam(string Key, ImmutableArray<string?> Values);
