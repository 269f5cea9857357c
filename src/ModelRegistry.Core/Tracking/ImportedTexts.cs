namespace ModelRegistry.Core.Tracking;

/// <summary>Texts under a key, here and in another server.</summary>
public static class ImportedTexts
{
    /// <summary>Null when they are the same.</summary>
    /// <param name="kind">Such as tag.</param>
    /// <param name="key">Of both.</param>
    /// <param name="here">Null where there is none.</param>
    /// <param name="there">Null where there is none.</param>
    public static string? Difference(string kind, string key, string? here, string? there) =>
        string.Equals(here, there, StringComparison.Ordinal) ? null : $"{kind} '{TrackingRules.Shortened(key)}' is {Shown(here)} here and {Shown(there)} there";

    private static string Shown(string? text) => text is null ? "not set" : $"'{(text.Length > 60 ? text[..60] + "…" : text)}'";
}
