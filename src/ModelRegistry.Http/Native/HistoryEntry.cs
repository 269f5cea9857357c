using System.Text.Json;
using ModelRegistry.Postgres.ReadModels;

namespace ModelRegistry.Http.Native;

/// <summary>One event as people read it.</summary>
/// <param name="Kind">model, experiment, monitor, retraining, or import where one of them was imported.</param>
/// <param name="Id">The id of that thing.</param>
/// <param name="Revision">Its place in the thing's history.</param>
/// <param name="Type">What happened.</param>
/// <param name="At">When.</param>
/// <param name="Actor">Who did it.</param>
/// <param name="CommandId">The command it came from.</param>
/// <param name="From">The address it came from; null when the registry itself did it.</param>
/// <param name="Event">All of it.</param>
internal sealed record HistoryEntry(string Kind, Guid Id, long Revision, string Type, DateTimeOffset At, string Actor, Guid CommandId, string? From, JsonElement Event)
{
    /// <exception cref="JsonException">The event was changed by hand and is no JSON.</exception>
    public static HistoryEntry Of(AuditEntry entry)
    {
        using var payload = JsonDocument.Parse(entry.Payload);
        return new(entry.Stream.Kind, entry.Stream.Id, entry.Version, entry.Type, entry.At, entry.Actor, entry.CommandId, entry.Origin, payload.RootElement.Clone());
    }
}
