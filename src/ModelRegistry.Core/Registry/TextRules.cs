using System.Collections.Immutable;
using ModelRegistry.Contracts;

namespace ModelRegistry.Core.Registry;

/// <summary>Bounds of free text and of tags.</summary>
internal static class TextRules
{
    public const int MaxReason = 2_000;
    public const int MaxDescription = 20_000;
    public const int MaxKey = 250;
    public const int MaxValue = 8_000;
    public const int MaxEntries = 1_000;
    public const int MaxJson = 1_000_000;

    /// <summary>Null when the text is absent or short enough and without NUL, which the database cannot hold.</summary>
    public static Refusal? Check(string what, string? text, int max)
    {
        if (text is null)
            return null;
        if (text.Length > max)
            return ModelRefusals.Invalid("text_too_long", $"The {what} has {text.Length} characters; at most {max} are allowed.");
        return IsStorable(text) ? null : ModelRefusals.Invalid("invalid_text", $"The {what} has a NUL character or an unpaired surrogate; remove it.");
    }

    /// <summary>Null when a text is there and within bounds.</summary>
    public static Refusal? CheckRequired(string what, string? text, int max)
        => string.IsNullOrWhiteSpace(text)
            ? ModelRefusals.Invalid("text_missing", $"The {what} is empty; say it in 1 to {max} characters, it stands in the audit log.")
            : Check(what, text, max);

    /// <summary>Null when keys and values are within bounds.</summary>
    public static Refusal? CheckMap(string what, ImmutableDictionary<string, string> map)
        => CheckKeys(what, map.Keys) ?? map.Select(entry => Check($"value of {what} '{entry.Key}'", entry.Value, MaxValue)).FirstOrDefault(refusal => refusal is not null);

    /// <summary>Null when keys are within bounds.</summary>
    public static Refusal? CheckKeys(string what, IEnumerable<string> keys)
    {
        var all = keys.ToList();
        if (all.Count > MaxEntries)
            return ModelRefusals.Invalid("too_many", $"There are {all.Count} entries of {what}; at most {MaxEntries} are allowed.");
        return all.Select(key => NameRules.Check($"A name of {what}", key, MaxKey)).FirstOrDefault(refusal => refusal is not null);
    }

    /// <summary>Without NUL, and well-formed Unicode.</summary>
    public static bool IsStorable(string text)
    {
        for (var i = 0; i < text.Length; i++)
        {
            if (text[i] == '\0' || char.IsLowSurrogate(text[i]))
                return false;
            if (char.IsHighSurrogate(text[i]) && (++i == text.Length || !char.IsLowSurrogate(text[i])))
                return false;
        }

        return true;
    }
}
