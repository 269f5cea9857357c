namespace ModelRegistry.Core.Tracking;

/// <summary>Lengths of text in code points: a character beyond U+FFFF counts once.</summary>
internal static class Characters
{
    public static int Count(string text)
    {
        var count = text.Length;
        foreach (var unit in text)
        {
            if (char.IsLowSurrogate(unit))
                count--;
        }

        return count;
    }

    /// <summary>The first characters of a text.</summary>
    public static string Cut(string text, int count)
    {
        if (text.Length <= count)
            return text;
        var end = 0;
        for (; count > 0 && end < text.Length; count--)
            end += char.IsHighSurrogate(text[end]) ? 2 : 1;
        return end >= text.Length ? text : text[..end];
    }
}
