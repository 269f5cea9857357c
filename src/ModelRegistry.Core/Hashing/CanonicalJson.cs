using System.Buffers;
using System.Text;
using System.Text.Json;

namespace ModelRegistry.Core.Hashing;

/// <summary>
/// Canonical JSON after RFC 8785: the same value gives the same bytes, whatever its key order, white space or number forms.
/// What JSON numbers cannot hold is text: NaN and infinities, and integers beyond ±2^53 that fit 64 bits.
/// </summary>
public static class CanonicalJson
{
    /// <summary>The canonical UTF-8 of a value, written as <see cref="RegistryJson"/> writes it.</summary>
    /// <exception cref="FormatException">Text with an unpaired surrogate.</exception>
    public static byte[] Serialize<T>(T value) => Canonicalize(JsonSerializer.SerializeToElement(value, RegistryJson.Options));

    /// <summary>The canonical UTF-8 of JSON text.</summary>
    /// <exception cref="FormatException">Not JSON, a key that occurs twice in one object, or text with an unpaired surrogate; says where.</exception>
    public static byte[] Canonicalize(string json)
    {
        try
        {
            using var document = JsonDocument.Parse(json);
            return Canonicalize(document.RootElement);
        }
        catch (JsonException e)
        {
            throw new FormatException($"Not JSON: {e.Message}", e);
        }
    }

    /// <summary>The canonical UTF-8 of a JSON value.</summary>
    /// <exception cref="FormatException">A key that occurs twice in one object, or text with an unpaired surrogate.</exception>
    public static byte[] Canonicalize(JsonElement element)
    {
        var output = new ArrayBufferWriter<byte>();
        Write(element, output, "$");
        return output.WrittenSpan.ToArray();
    }

    private static void Write(JsonElement element, ArrayBufferWriter<byte> output, string path)
    {
        switch (element.ValueKind)
        {
            case JsonValueKind.Object:
                WriteObject(element, output, path);
                break;
            case JsonValueKind.Array:
                WriteArray(element, output, path);
                break;
            case JsonValueKind.String:
                CanonicalText.Write(Text(element, path), output);
                break;
            case JsonValueKind.Number:
                output.Write(Encoding.ASCII.GetBytes(CanonicalNumber.Format(element.GetRawText())));
                break;
            case JsonValueKind.True:
                output.Write("true"u8);
                break;
            case JsonValueKind.False:
                output.Write("false"u8);
                break;
            default:
                output.Write("null"u8);
                break;
        }
    }

    private static void WriteObject(JsonElement element, ArrayBufferWriter<byte> output, string path)
    {
        var members = new SortedDictionary<string, JsonElement>(StringComparer.Ordinal);
        foreach (var property in element.EnumerateObject())
        {
            if (!members.TryAdd(Name(property, path), property.Value))
                throw new FormatException($"The key '{property.Name}' occurs twice in the object at {path}; each may occur once.");
        }

        output.Write("{"u8);
        var first = true;
        foreach (var (name, value) in members)
        {
            if (!first)
                output.Write(","u8);
            first = false;
            CanonicalText.Write(name, output);
            output.Write(":"u8);
            Write(value, output, $"{path}.{name}");
        }

        output.Write("}"u8);
    }

    private static void WriteArray(JsonElement element, ArrayBufferWriter<byte> output, string path)
    {
        output.Write("["u8);
        var index = 0;
        foreach (var item in element.EnumerateArray())
        {
            if (index > 0)
                output.Write(","u8);
            Write(item, output, $"{path}[{index++}]");
        }

        output.Write("]"u8);
    }

    private static string Text(JsonElement element, string path) => Whole(() => element.GetString()!, path);

    private static string Name(JsonProperty property, string path) => Whole(() => property.Name, path);

    private static string Whole(Func<string> read, string path)
    {
        try
        {
            return read();
        }
        catch (InvalidOperationException e)
        {
            throw new FormatException($"The text at {path} has an unpaired surrogate; well-formed Unicode is wanted.", e);
        }
    }
}
