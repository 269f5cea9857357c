using ModelRegistry.Postgres.Events;
using Npgsql;

namespace ModelRegistry.Postgres.Tracking;

/// <summary>Statements that go to the server together, as one transaction.</summary>
internal static class BatchWriting
{
    /// <summary>Adds a statement with positional parameters.</summary>
    public static NpgsqlBatchCommand Add(this NpgsqlBatch batch, string sql, params ReadOnlySpan<object?> values)
    {
        var command = new NpgsqlBatchCommand(sql);
        foreach (var value in values)
            command.Parameters.Add(ProjectionBatch.Parameter(value));
        batch.BatchCommands.Add(command);
        return command;
    }
}
