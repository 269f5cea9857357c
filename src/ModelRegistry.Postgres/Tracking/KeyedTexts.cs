using System.Buffers;
using System.Collections.Immutable;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using ModelRegistry.Core.Tracking;
using ModelRegistry.Postgres.Events;
using Npgsql;

namespace ModelRegistry.Postgres.Tracking;

/// <summary>Params and tags as they are stored: one JSON object of texts.</summary>
internal static class KeyedTexts
{
    private static readonly JsonWriterOptions Plain = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static JsonText Write(ImmutableArray<KeyedText> texts)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var writer = new Utf8JsonWriter(buffer, Plain))
        {
            writer.WriteStartObject();
            foreach (var text in texts)
                writer.WriteString(text.Key, text.Value);
            writer.WriteEndObject();
        }

        return new(Encoding.UTF8.GetString(buffer.WrittenSpan));
    }

    public static ImmutableArray<KeyedText> Read(NpgsqlDataReader row, int column)
    {
        var reader = new Utf8JsonReader(row.GetFieldValue<byte[]>(column));
        reader.Read();
        var texts = ImmutableArray.CreateBuilder<KeyedText>();
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var key = reader.GetString()!;
            reader.Read();
            texts.Add(new(key, reader.GetString()!));
        }

        return texts.DrainToImmutable();
    }
}
