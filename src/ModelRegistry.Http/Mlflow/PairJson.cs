using System.Collections.Immutable;
using System.Text.Json;
using ModelRegistry.Core.Tracking;

namespace ModelRegistry.Http.Mlflow;

/// <summary>Params and tags as lists of key and value.</summary>
internal static class PairJson
{
    /// <summary>Nothing where the list is empty.</summary>
    public static void WriteList(Utf8JsonWriter writer, string name, ImmutableArray<KeyedText> pairs)
    {
        if (pairs.IsEmpty)
            return;
        writer.WriteStartArray(name);
        foreach (var pair in pairs)
        {
            writer.WriteStartObject();
            writer.WriteString("key"u8, pair.Key);
            writer.WriteString("value"u8, pair.Value);
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
    }
}
