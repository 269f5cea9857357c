using System.Text.Json;

namespace ModelRegistry.Http.Native;

/// <summary>One event as people read it.</summary>
/// <param name="Kind">model, experiment, monitor or retraining.</param>
/// <param name="Id">The id of that thing.</param>
/// <param name="Revision">Its place in the thing's history.</param>
/// <param name="Type">What happened.</param>
/// <param name="At">When.</param>
/// <param name="Actor">Who did it.</param>
/// <param name="CommandId">The command it came from.</param>
/// <param name="Event">All of it.</param>
internal sealed record HistoryEntry(string Kind, Guid Id, long Revision, string Type, DateTimeOffset At, string Actor, Guid CommandId, JsonElement Event);
