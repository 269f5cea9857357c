namespace ModelRegistry.Cli.Registry;

/// <summary>An export that was received whole.</summary>
internal sealed record ExportedFile(string File, long Bytes, DateTimeOffset TakenAt, long Streams, long Events, long Artifacts);
