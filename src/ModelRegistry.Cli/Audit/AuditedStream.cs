namespace ModelRegistry.Cli.Audit;

/// <summary>The name of an event stream.</summary>
internal sealed record AuditedStream(string Kind, Guid Id);
