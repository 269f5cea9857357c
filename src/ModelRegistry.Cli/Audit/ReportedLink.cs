namespace ModelRegistry.Cli.Audit;

/// <summary>The first event of a stream that is not what was written.</summary>
internal sealed record ReportedLink(AuditedStream Stream, long Version, string Why);
