namespace ModelRegistry.Cli.Demo;

/// <summary>Actuals in the report.</summary>
/// <param name="Sent">Accepted by the registry.</param>
/// <param name="Stored">In the log.</param>
/// <param name="Joined">That settled at least one prediction.</param>
internal sealed record ReportedActuals(long Sent, long Stored, long Joined);
