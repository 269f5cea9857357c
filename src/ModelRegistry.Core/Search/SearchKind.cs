namespace ModelRegistry.Core.Search;

/// <summary>What values a field has.</summary>
public enum SearchKind
{
    Text,
    Number,

    /// <summary>A semantic version, compared by its numbers: 1.10.0 is after 1.9.0.</summary>
    Version,

    /// <summary>Written as text (RFC 3339) or as a number (milliseconds since 1970).</summary>
    Time,
}
