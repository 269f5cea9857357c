namespace ModelRegistry.Cli.Audit;

/// <summary>What was made again from the log.</summary>
internal sealed record RebuildReport(long Streams, long Events);
