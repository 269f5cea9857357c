namespace ModelRegistry.Postgres.Transfer;

/// <summary>The entry in the log that says who imported what: a stream of kind <c>import</c> stands beside each stream that was written so.</summary>
internal sealed record StreamImported
{
    /// <summary>The type of the event, and the kind of its stream.</summary>
    public const string TypeName = "stream-imported", StreamKind = "import";

    public string Type => TypeName;

    /// <summary>Of the stream that was imported.</summary>
    public required string Kind { get; init; }

    /// <summary>Events that were here before.</summary>
    public required long From { get; init; }

    /// <summary>Events that are here since.</summary>
    public required long To { get; init; }

    /// <summary>The hash (hex) of the last of them.</summary>
    public required string Head { get; init; }

    /// <summary>SHA-256 (hex) of the manifest of the file.</summary>
    public required string File { get; init; }
}
