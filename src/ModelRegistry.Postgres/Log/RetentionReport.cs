using System.Collections.Immutable;

namespace ModelRegistry.Postgres.Log;

/// <summary>What became of the partitions that were old enough to go.</summary>
/// <param name="Dropped">Names of partitions, such as <c>predictions_20260131</c>.</param>
/// <param name="Kept">Those that are still needed.</param>
/// <param name="Actuals">Actuals that were old enough and joined, or never to be, and are removed.</param>
public sealed record RetentionReport(ImmutableArray<string> Dropped, ImmutableArray<KeptPartition> Kept, long Actuals);
