using System.Globalization;
using System.Text.Json;
using Npgsql;
using NpgsqlTypes;
using Orleans.Runtime;
using Orleans.Storage;

namespace Orleans.InProcess;

/// <summary>One row a state; a write succeeds only on the version that the activation knows.</summary>
internal sealed class PostgresGrainStorage(PostgresSource source, string storage) : IGrainStorage
{
    public Task ReadStateAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState)
        => ReadStateAsync(stateName, grainId, grainState, CancellationToken.None);

    public Task WriteStateAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState)
        => WriteStateAsync(stateName, grainId, grainState, CancellationToken.None);

    public Task ClearStateAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState)
        => ClearStateAsync(stateName, grainId, grainState, CancellationToken.None);

    public async Task ReadStateAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState, CancellationToken cancellationToken)
    {
        await using var command = Command("SELECT etag, payload FROM orleans.grain_state WHERE grain_id = $1 AND state_name = $2 AND storage = $3", stateName, grainId);
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        grainState.State = default;
        grainState.ETag = null;
        grainState.RecordExists = false;
        if (!await reader.ReadAsync(cancellationToken))
        {
            return;
        }

        grainState.ETag = reader.GetInt64(0).ToString(CultureInfo.InvariantCulture);
        if (!await reader.IsDBNullAsync(1, cancellationToken))
        {
            grainState.State = Deserialize<T>(stateName, grainId, reader.GetFieldValue<byte[]>(1));
            grainState.RecordExists = true;
        }
    }

    public async Task WriteStateAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState, CancellationToken cancellationToken)
    {
        var json = JsonSerializer.SerializeToUtf8Bytes(grainState.State, GrainStateJson.Options);
        grainState.ETag = await ReplaceAsync(stateName, grainId, grainState.ETag, json, cancellationToken);
        grainState.RecordExists = true;
    }

    public async Task ClearStateAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState, CancellationToken cancellationToken)
    {
        grainState.ETag = await ReplaceAsync(stateName, grainId, grainState.ETag, json: null, cancellationToken);
        grainState.RecordExists = false;
    }

    private static T? Deserialize<T>(string stateName, GrainId grainId, byte[] json)
    {
        try
        {
            return JsonSerializer.Deserialize<T>(json, GrainStateJson.Options);
        }
        catch (JsonException exception)
        {
            throw new InvalidDataException($"State \"{stateName}\" of {grainId} cannot be read as {typeof(T)}: {exception.Message}", exception);
        }
    }

    private async Task<string> ReplaceAsync(string stateName, GrainId grainId, string? etag, byte[]? json, CancellationToken cancellationToken)
    {
        const string insert =
            """
            INSERT INTO orleans.grain_state AS s (grain_id, state_name, storage, etag, payload) VALUES ($1, $2, $3, 1, $4)
            ON CONFLICT DO NOTHING RETURNING etag
            """;
        const string update =
            """
            UPDATE orleans.grain_state SET etag = etag + 1, payload = $4, written_at = now()
            WHERE grain_id = $1 AND state_name = $2 AND storage = $3 AND etag = $5 RETURNING etag
            """;
        await using var command = Command(etag is null ? insert : update, stateName, grainId);
        command.Parameters.Add(new NpgsqlParameter { NpgsqlDbType = NpgsqlDbType.Json, Value = (object?)json ?? DBNull.Value });
        if (etag is not null)
        {
            command.Parameters.AddWithValue(long.Parse(etag, CultureInfo.InvariantCulture));
        }

        return await command.ExecuteScalarAsync(cancellationToken) is long written
            ? written.ToString(CultureInfo.InvariantCulture)
            : throw await ConflictAsync(stateName, grainId, etag, cancellationToken);
    }

    private async Task<InconsistentStateException> ConflictAsync(string stateName, GrainId grainId, string? known, CancellationToken cancellationToken)
    {
        await using var command = Command("SELECT etag FROM orleans.grain_state WHERE grain_id = $1 AND state_name = $2 AND storage = $3", stateName, grainId);
        var stored = (await command.ExecuteScalarAsync(cancellationToken) as long?)?.ToString(CultureInfo.InvariantCulture);
        return new InconsistentStateException(
            $"State \"{stateName}\" of {grainId} has version {stored ?? "none"} in the store; this activation knows {known ?? "none"}.", stored, known);
    }

    private NpgsqlCommand Command(string sql, string stateName, GrainId grainId)
    {
        var command = source.Pool.CreateCommand(sql);
        command.Parameters.AddWithValue(grainId.ToString());
        command.Parameters.AddWithValue(stateName);
        command.Parameters.AddWithValue(storage);
        return command;
    }
}
