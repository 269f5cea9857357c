using System.Text.Json.Nodes;

namespace ModelRegistry.Cli.Registry;

/// <summary>One event of a model.</summary>
internal sealed record HistoryRow(long Revision, string Type, DateTimeOffset At, string Actor, JsonObject Event);
