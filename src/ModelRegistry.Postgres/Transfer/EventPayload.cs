using System.Text.Json;
using ModelRegistry.Core;
using ModelRegistry.Postgres.Events;

namespace ModelRegistry.Postgres.Transfer;

/// <summary>Payloads of events that come from elsewhere.</summary>
internal static class EventPayload
{
    private const string Discriminator = "type";

    /// <summary>What is wrong with a payload whatever its type; null when nothing is.</summary>
    public static string? Check(StoredEvent stored)
    {
        try
        {
            var reader = new Utf8JsonReader(stored.Payload.Span, new JsonReaderOptions { MaxDepth = RegistryJson.Options.MaxDepth });
            if (!reader.Read() || reader.TokenType != JsonTokenType.StartObject || !reader.Read() || !reader.ValueTextEquals(Discriminator) || !reader.Read() || !reader.ValueTextEquals(stored.Type))
                return $"its payload does not begin with \"{Discriminator}\": \"{stored.Type}\"";
            while (reader.Read())
            {
                // PostgreSQL's text cannot hold it.
                if (reader.TokenType is JsonTokenType.String or JsonTokenType.PropertyName && reader.GetString()!.Contains('\0', StringComparison.Ordinal))
                    return "its payload has a NUL character";
            }

            return null;
        }
        catch (Exception wrong) when (wrong is JsonException or InvalidOperationException)
        {
            return $"its payload is no JSON: {wrong.Message}";
        }
    }

    /// <summary>Reads an event of a family.</summary>
    /// <returns>The event, or why it cannot be read.</returns>
    public static (TEvent? Event, string? Why) Read<TEvent>(StoredEvent stored)
        where TEvent : class
    {
        try
        {
            return (JsonSerializer.Deserialize<TEvent>(stored.Payload.Span, RegistryJson.Options), null);
        }
        catch (Exception unknown) when (unknown is JsonException or NotSupportedException)
        {
            return (null, $"this release does not know such an event ({unknown.Message})");
        }
    }
}
