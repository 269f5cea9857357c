using System.Collections.Frozen;
using System.Reflection;
using System.Text.Json;
using System.Text.Json.Serialization;
using ModelRegistry.Core;
using ModelRegistry.Postgres.Events;

namespace ModelRegistry.Grains.EventLog;

/// <summary>Events of one family as JSON, and the stable names that stand beside them in the log.</summary>
internal static class EventNames<TEvent>
    where TEvent : class
{
    private static readonly FrozenDictionary<Type, string> Names = typeof(TEvent)
        .GetCustomAttributes<JsonDerivedTypeAttribute>(inherit: false)
        .ToFrozenDictionary(derived => derived.DerivedType, derived => (string)derived.TypeDiscriminator!);

    /// <summary>The event as it is appended: its name is the discriminator of its JSON.</summary>
    public static NewEvent Write(TEvent @event)
        => new(Names[@event.GetType()], JsonSerializer.SerializeToUtf8Bytes(@event, RegistryJson.Options));

    /// <summary>The event as it was appended.</summary>
    /// <exception cref="UnreadableEventException">The payload is not an event of this family, or was written by a newer release.</exception>
    public static TEvent Read(StoredEvent stored)
    {
        try
        {
            return JsonSerializer.Deserialize<TEvent>(stored.Payload.Span, RegistryJson.Options)
                ?? throw new JsonException("The payload is null.");
        }
        catch (Exception e) when (e is JsonException or NotSupportedException)
        {
            throw new UnreadableEventException(
                $"Event {stored.Version} of stream {stored.Stream} has type '{stored.Type}', which this release cannot read as a {typeof(TEvent).Name}. "
                + "It was written by a newer release or changed by hand; run the release that wrote it.",
                e);
        }
    }
}
