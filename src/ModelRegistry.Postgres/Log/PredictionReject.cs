using System.Text.Json;
using ModelRegistry.Core;
using Npgsql;

namespace ModelRegistry.Postgres.Log;

/// <summary>A row that could not be stored, with the database's reason.</summary>
internal sealed record PredictionReject(Guid Id, PredictionRow Row, string SqlState, string Reason, DateTimeOffset At)
{
    /// <summary>The row as ASCII JSON, which any text column can hold whatever the row contains.</summary>
    public string Payload { get; } = JsonSerializer.Serialize(Row, RegistryJson.Options);

    public static PredictionReject Of(PredictionRow row, Exception cause, DateTimeOffset at) =>
        new(Guid.CreateVersion7(at), row, cause is PostgresException { SqlState: var state } ? state : "client", Reasons(cause), at);

    private static string Reasons(Exception cause) =>
        (cause is PostgresException postgres ? postgres.MessageText : cause.Message).Replace("\0", "\\0", StringComparison.Ordinal);
}
