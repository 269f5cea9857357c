using System.Text.Json;
using ModelRegistry.Core;
using Npgsql;

namespace ModelRegistry.Postgres.ReadModels;

/// <summary>Columns that may be null, and JSON columns.</summary>
internal static class RowReading
{
    public static string? Text(this NpgsqlDataReader row, int column) => row.IsDBNull(column) ? null : row.GetString(column);

    public static T? Maybe<T>(this NpgsqlDataReader row, int column)
        where T : struct => row.IsDBNull(column) ? null : row.GetFieldValue<T>(column);

    public static T Json<T>(this NpgsqlDataReader row, int column) =>
        JsonSerializer.Deserialize<T>(row.GetString(column), RegistryJson.Options) ?? throw new JsonException($"column {row.GetName(column)} holds a JSON null");

    /// <summary>Every row of a command.</summary>
    public static async Task<IReadOnlyList<T>> ListAsync<T>(this NpgsqlCommand command, Func<NpgsqlDataReader, T> read, CancellationToken cancellationToken)
    {
        var rows = new List<T>();
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        while (await reader.ReadAsync(cancellationToken))
            rows.Add(read(reader));
        return rows;
    }

    /// <summary>The first row of a command; null when there is none.</summary>
    public static async Task<T?> FirstAsync<T>(this NpgsqlCommand command, Func<NpgsqlDataReader, T> read, CancellationToken cancellationToken)
        where T : class
    {
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        return await reader.ReadAsync(cancellationToken) ? read(reader) : null;
    }

    /// <summary>A command with positional parameters.</summary>
    public static NpgsqlCommand Command(this NpgsqlDataSource database, string sql, params ReadOnlySpan<object?> values)
    {
        var command = database.CreateCommand(sql);
        Fill(command, values);
        return command;
    }

    /// <summary>A command with positional parameters in a session, and in its transaction where there is one.</summary>
    public static NpgsqlCommand Command(this NpgsqlConnection session, string sql, params ReadOnlySpan<object?> values)
    {
        var command = new NpgsqlCommand(sql, session);
        Fill(command, values);
        return command;
    }

    private static void Fill(NpgsqlCommand command, ReadOnlySpan<object?> values)
    {
        foreach (var value in values)
            command.Parameters.Add(Events.ProjectionBatch.Parameter(value));
    }
}
