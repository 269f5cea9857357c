namespace ModelRegistry.Core.Tracking;

/// <summary>Text that may be percent-encoded more than once: what clients and servers on the way make of it in the end.</summary>
internal static class PercentEncoding
{
    // More often is an attempt to hide something.
    private const int MostTimes = 10;

    /// <summary>Decoded until nothing changes; null where that takes too long.</summary>
    public static string? Plain(string text)
    {
        for (var i = 0; i < MostTimes; i++)
        {
            var plain = Uri.UnescapeDataString(text);
            if (plain == text)
                return text;
            text = plain;
        }

        return null;
    }
}
