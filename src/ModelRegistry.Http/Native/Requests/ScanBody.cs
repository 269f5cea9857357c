namespace ModelRegistry.Http.Native.Requests;

/// <summary>POST …/drift/scan.</summary>
internal sealed record ScanBody
{
    /// <summary>Close and scan every as-of day up to this one; null: all that is in the log.</summary>
    public DateTimeOffset? Through { get; init; }
}
