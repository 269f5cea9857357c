using System.Buffers;
using System.Globalization;
using System.Text;
using ModelRegistry.Contracts;

namespace ModelRegistry.Core.Registry;

/// <summary>What may be a name, and what is wrong with what may not.</summary>
public static class NameRules
{
    /// <summary>UTF-16 code units, for names of models and aliases.</summary>
    public const int MaxLength = 250;

    private static readonly SearchValues<char> Reserved = SearchValues.Create("/:\\");

    /// <summary>Null when the text may be the name of a model.</summary>
    public static Refusal? CheckModel(string? name)
    {
        const string What = "The model name";
        if (Check(What, name, MaxLength) is { } refusal)
            return refusal;
        if (name.AsSpan().IndexOfAny(Reserved) is var at and >= 0)
            return Invalid($"{What} '{name}' has a '{name![at]}' at position {at}; '/', '\\' and ':' separate parts of addresses and cannot be in a name.");
        return name is "." or ".." ? Invalid($"{What} '{name}' means a folder in an address; choose a name with a letter or digit.") : null;
    }

    /// <summary>Null when the text may be an alias.</summary>
    public static Refusal? CheckAlias(string? alias)
    {
        const string What = "The alias";
        if (Check(What, alias, MaxLength) is { } refusal)
            return refusal;
        var rune = alias!.EnumerateRunes().Cast<Rune?>().FirstOrDefault(r => !IsAliasRune(r!.Value));
        if (rune is { } wrong)
            return Invalid($"{What} '{alias}' has a '{wrong}'; letters, digits, '-', '_' and '.' are allowed.");
        if (string.Equals(alias, "latest", StringComparison.OrdinalIgnoreCase))
            return Invalid($"{What} 'latest' is reserved: it always means the newest version.");
        return alias is ['v' or 'V', .. { Length: > 0 } rest] && rest.All(char.IsAsciiDigit)
            ? Invalid($"{What} '{alias}' would read as a version number; choose another word.")
            : null;
    }

    /// <summary>Null when the text is not empty, not too long, and without characters that cannot be seen or have two spellings.</summary>
    public static Refusal? Check(string what, string? text, int maxLength)
    {
        if (string.IsNullOrWhiteSpace(text))
            return Invalid($"{what} is empty; 1 to {maxLength} characters are wanted.");
        if (text.Length > maxLength)
            return Invalid($"{what} has {text.Length} characters; at most {maxLength} are allowed.");
        if (char.IsWhiteSpace(text[0]) || char.IsWhiteSpace(text[^1]))
            return Invalid($"{what} '{text}' begins or ends with white space; remove it.");
        return CheckCharacters(what, text);
    }

    private static Refusal? CheckCharacters(string what, string text)
    {
        for (var at = 0; at < text.Length;)
        {
            if (Rune.DecodeFromUtf16(text.AsSpan(at), out var rune, out var used) != OperationStatus.Done)
                return Invalid($"{what} has an unpaired surrogate at position {at}; well-formed Unicode is wanted.");
            if (IsUnseen(rune))
                return Invalid($"{what} has a control or invisible character (U+{rune.Value:X4}) at position {at}; remove it.");
            if (NormalForm.HasOtherSpelling(rune))
                return Invalid($"{what} has U+{rune.Value:X4} at position {at}, which has another spelling; write the name in Unicode normal form C (NFC).");
            at += used;
        }

        return null;
    }

    private static bool IsAliasRune(Rune rune) => Rune.IsLetterOrDigit(rune) || rune.Value is '-' or '_' or '.' || Rune.GetUnicodeCategory(rune) is UnicodeCategory.NonSpacingMark or UnicodeCategory.SpacingCombiningMark;

    private static bool IsUnseen(Rune rune) => Rune.GetUnicodeCategory(rune) is UnicodeCategory.Control or UnicodeCategory.Format
        or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator or UnicodeCategory.OtherNotAssigned or UnicodeCategory.PrivateUse;

    private static Refusal Invalid(string detail) => Decide.Refuse(RefusalKind.Invalid, "invalid_name", detail);
}
