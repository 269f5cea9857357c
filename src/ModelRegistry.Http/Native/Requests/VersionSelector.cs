using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace ModelRegistry.Http.Native.Requests;

/// <summary>Names a version in a body: a number, or text as in a path (semantic version, <c>@alias</c>, stage, <c>latest</c>).</summary>
[JsonConverter(typeof(Converter))]
internal readonly record struct VersionSelector(string Text)
{
    public override string ToString() => Text;

    private sealed class Converter : JsonConverter<VersionSelector>
    {
        public override VersionSelector Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) => reader.TokenType switch
        {
            JsonTokenType.Number when reader.TryGetInt32(out var number) => new(number.ToString(CultureInfo.InvariantCulture)),
            JsonTokenType.String => new(reader.GetString()!),
            _ => throw new JsonException("a version is a number or text"),
        };

        public override void Write(Utf8JsonWriter writer, VersionSelector value, JsonSerializerOptions options) => writer.WriteStringValue(value.Text);
    }
}
