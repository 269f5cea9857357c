namespace ModelRegistry.Postgres.Log;

/// <summary>Text that a PostgreSQL <c>text</c> column and its index can hold.</summary>
internal static class LogText
{
    /// <summary>Characters (UTF-16). At three bytes each, an index entry of one stays well below the 2,704 bytes PostgreSQL allows.</summary>
    public const int MaxLength = 512;

    /// <summary>What is wrong with a text, or null.</summary>
    public static string? Fault(string text)
    {
        if (text.Length > MaxLength)
            return $"has {text.Length} characters; the log takes at most {MaxLength}";
        if (text.Contains('\0', StringComparison.Ordinal))
            return "contains the character U+0000, which the database cannot store";
        return HasLoneSurrogate(text) ? "contains half of a surrogate pair, which is not Unicode text" : null;
    }

    private static bool HasLoneSurrogate(ReadOnlySpan<char> text)
    {
        for (var i = text.IndexOfAnyInRange('\uD800', '\uDFFF'); i >= 0 && i < text.Length; i++)
        {
            if (!char.IsSurrogate(text[i]))
                continue;
            if (i + 1 >= text.Length || !char.IsSurrogatePair(text[i], text[i + 1]))
                return true;
            i++;
        }
        return false;
    }
}
