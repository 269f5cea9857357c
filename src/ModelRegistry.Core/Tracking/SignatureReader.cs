using System.Text;
using System.Text.Json;
using ModelRegistry.Contracts.Registry;
using ModelRegistry.Core.Hashing;
using ModelRegistry.Core.Registry;

namespace ModelRegistry.Core.Tracking;

/// <summary>
/// From the signature of an MLflow model to the registry's. Columns become fields; those without a name are called by their position; tensors and nested types become
/// a type that spells them out, so that two of them are the same exactly where their types are. What that cannot say keeps the whole original beside it.
/// </summary>
public static class SignatureReader
{
    private const int MaxFields = 10_000;

    private static readonly string[] Parts = ["inputs", "outputs", "params"];

    /// <param name="json">The member <c>signature</c> of a model's description: an object whose parts are lists, or JSON texts of lists.</param>
    /// <returns>Empty where <see cref="TryRead"/> reads nothing.</returns>
    public static Signature Read(string json) => TryRead(json) ?? new();

    /// <param name="json">As in <see cref="Read(string)"/>.</param>
    /// <returns>Null where a name or type has an unpaired surrogate.</returns>
    public static Signature? TryRead(string json)
    {
        using var document = JsonDocument.Parse(json);
        try
        {
            return Read(document.RootElement);
        }
        catch (InvalidOperationException)
        {
            // Such text is JSON, but cannot be read as characters.
            return null;
        }
    }

    private static Signature Read(JsonElement signature)
    {
        var parts = Parts.Select(name => Part(signature, name)).ToList();
        var (inputs, outputs) = (SignatureFields.Read(parts[0], MaxFields), SignatureFields.Read(parts[1], MaxFields));
        var plain = inputs.Whole && outputs.Whole && parts[2].ValueKind is JsonValueKind.Null or JsonValueKind.Undefined;
        return new() { Inputs = inputs.Fields, Outputs = outputs.Fields, Original = plain ? null : Original(parts) };
    }

    private static JsonElement Part(JsonElement signature, string name)
    {
        if (signature.ValueKind != JsonValueKind.Object || !signature.TryGetProperty(name, out var part))
            return default;
        if (part.ValueKind != JsonValueKind.String)
            return part;
        try
        {
            using var inner = JsonDocument.Parse(part.GetString()!);
            return inner.RootElement.Clone();
        }
        catch (JsonException)
        {
            // Not a list: kept as the text that it is.
            return part;
        }
    }

    private static string? Original(List<JsonElement> parts)
    {
        var given = Parts.Zip(parts).Where(part => part.Second.ValueKind is not (JsonValueKind.Undefined or JsonValueKind.Null)).ToDictionary(part => part.First, part => part.Second, StringComparer.Ordinal);
        try
        {
            return Encoding.UTF8.GetString(CanonicalJson.Serialize(given)) is { Length: <= TextRules.MaxJson } text ? text : null;
        }
        catch (FormatException)
        {
            // A key that stands twice, or text that is not Unicode, has no canonical form.
            return null;
        }
    }
}
