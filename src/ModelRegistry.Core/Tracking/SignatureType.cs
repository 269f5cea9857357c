using System.Text;
using System.Text.Json;
using ModelRegistry.Core.Hashing;
using ModelRegistry.Core.Registry;

namespace ModelRegistry.Core.Tracking;

/// <summary>The type of a column or tensor of an MLflow signature, in a word.</summary>
internal static class SignatureType
{
    private const int DigestLength = 16;

    private static readonly string[] Scalars = ["boolean", "integer", "long", "float", "double", "string", "binary", "datetime"];

    /// <summary>The type, and whether it is the plain one of a column that has to be there.</summary>
    public static (string Type, bool Plain) Of(JsonElement item)
    {
        if (item.ValueKind != JsonValueKind.Object)
            return (Fitted($"unknown {Canonical(item)}"), false);
        var word = Word(item, "type");
        if (word is not null && Scalars.Contains(word))
            return (word, !item.TryGetProperty("required", out var required) || required.ValueKind != JsonValueKind.False);
        return word == "tensor" && item.TryGetProperty("tensor-spec", out var tensor) && tensor.ValueKind == JsonValueKind.Object
            ? (Fitted($"tensor({Word(tensor, "dtype")}){(tensor.TryGetProperty("shape", out var shape) ? Canonical(shape) : "")}"), false)
            : (Fitted(Nested(item, word)), false);
    }

    /// <summary>An array, object or map with what it is made of.</summary>
    private static string Nested(JsonElement item, string? word)
    {
        var inner = item.EnumerateObject().Where(member => member.Name is "items" or "properties" or "values").Select(member => Canonical(member.Value));
        return $"{word ?? "unknown"}{string.Concat(inner)}";
    }

    /// <summary>A type that is too long to be one, or has characters that none may have, is known by its digest.</summary>
    private static string Fitted(string type) => NameRules.Check("type", type, TextRules.MaxKey) is null ? type : $"type {Digest.Of(Encoding.UTF8.GetBytes(type))[..DigestLength]}";

    private static string? Word(JsonElement item, string name) => item.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;

    private static string Canonical(JsonElement element)
    {
        try
        {
            return Encoding.UTF8.GetString(CanonicalJson.Canonicalize(element));
        }
        catch (FormatException)
        {
            // Without a canonical form, as it is written.
            return element.GetRawText();
        }
    }
}
