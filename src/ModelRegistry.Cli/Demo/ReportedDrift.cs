using System.Collections.Immutable;

namespace ModelRegistry.Cli.Demo;

/// <summary>One drift report in the report.</summary>
/// <param name="AsOf">Last day of the window.</param>
/// <param name="Severity">MODERATE or SEVERE.</param>
/// <param name="Features">The drifted ones.</param>
/// <param name="Drill">A fire drill's.</param>
internal sealed record ReportedDrift(string AsOf, string Severity, ImmutableArray<string> Features, bool Drill);
