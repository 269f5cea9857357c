using System.Collections.Immutable;

namespace ModelRegistry.Cli.Demo;

/// <summary>The A/B test in the report.</summary>
/// <param name="Verdict">The outcome in a word.</param>
/// <param name="Metric">The primary metric.</param>
/// <param name="Estimate">Challenger minus champion.</param>
/// <param name="Interval">Of the blocks of as-of days: what to expect on other days.</param>
/// <param name="Samples">Units of both arms.</param>
internal sealed record ReportedExperiment(string Verdict, string Metric, double? Estimate, ImmutableArray<double> Interval, long Samples);
