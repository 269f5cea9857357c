using System.Collections.Immutable;

namespace ModelRegistry.Cli.Demo;

/// <summary>One version in the report.</summary>
/// <param name="Number">1, 2, 3…</param>
/// <param name="Version">Semantic version.</param>
/// <param name="Stage">At the end.</param>
/// <param name="Metrics">Walk-forward.</param>
internal sealed record ReportedVersion(int Number, string Version, string Stage, ImmutableSortedDictionary<string, double> Metrics);
