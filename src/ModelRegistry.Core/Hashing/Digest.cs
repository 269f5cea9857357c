using System.Security.Cryptography;

namespace ModelRegistry.Core.Hashing;

/// <summary>SHA-256 as this system writes it: 64 lower-case hexadecimal digits.</summary>
public static class Digest
{
    private const int Length = 64;

    /// <summary>Of bytes as they are.</summary>
    public static string Of(ReadOnlySpan<byte> bytes) => Convert.ToHexStringLower(SHA256.HashData(bytes));

    /// <summary>Of the canonical JSON of a value.</summary>
    /// <exception cref="FormatException">Text with an unpaired surrogate.</exception>
    public static string OfCanonical<T>(T value) => Of(CanonicalJson.Serialize(value));

    /// <summary>Of the canonical form of JSON text.</summary>
    /// <exception cref="FormatException">See <see cref="CanonicalJson.Canonicalize(string)"/>.</exception>
    public static string OfJson(string json) => Of(CanonicalJson.Canonicalize(json));

    /// <summary>Whether a text has the form of a digest.</summary>
    public static bool IsWellFormed(string? text) => text is { Length: Length } && text.All(char.IsAsciiHexDigitLower);
}
