namespace ModelRegistry.Cli.Audit;

/// <summary>The log in a file.</summary>
internal sealed record ExportedLog(string File, long Events);
