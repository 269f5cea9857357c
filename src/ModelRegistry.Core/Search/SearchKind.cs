namespace ModelRegistry.Core.Search;

/// <summary>What values a field has.</summary>
public enum SearchKind
{
    Text,
    Number,

    /// <summary>Written as text (RFC 3339) or as a number (milliseconds since 1970).</summary>
    Time,
}
