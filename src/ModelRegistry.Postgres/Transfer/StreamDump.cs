using System.Data;
using System.Runtime.CompilerServices;
using ModelRegistry.Postgres.Events;
using ModelRegistry.Postgres.ReadModels;
using Npgsql;

namespace ModelRegistry.Postgres.Transfer;

/// <summary>Reads streams out of the log, as it is at one moment.</summary>
internal sealed class StreamDump : IAsyncDisposable
{
    private readonly NpgsqlConnection _connection;

    private StreamDump(NpgsqlConnection connection) => _connection = connection;

    public static async Task<StreamDump> BeginAsync(NpgsqlDataSource database, CancellationToken cancellationToken)
    {
        var connection = await database.OpenConnectionAsync(cancellationToken);

        // Ended by closing the connection: there is nothing to commit.
        await connection.BeginTransactionAsync(IsolationLevel.RepeatableRead, cancellationToken);
        return new(connection);
    }

    /// <summary>The streams of models and their A/B tests with where each ends, in the order of their names in an export.</summary>
    public async Task<IReadOnlyList<(StreamId Stream, StreamHead Head)>> ListAsync(Guid? model, CancellationToken cancellationToken)
    {
        await using var command = new NpgsqlCommand("""
            SELECT kind, id, version, head FROM streams
            WHERE version > 0 AND (kind = 'model' AND ($1::uuid IS NULL OR id = $1)
                OR kind = 'experiment' AND ($1::uuid IS NULL OR id IN (SELECT id FROM experiments WHERE model_id = $1)))
            ORDER BY kind COLLATE "C", id
            """, _connection) { Parameters = { ProjectionBatch.Parameter(SqlNull.Of(model)) } };
        return await command.ListAsync(row => (new StreamId(row.GetString(0), row.GetGuid(1)), new StreamHead(row.GetInt64(2), row.GetFieldValue<byte[]>(3))), cancellationToken);
    }

    /// <summary>The commands of a stream, those that changed nothing too.</summary>
    public async IAsyncEnumerable<ExportedCommand> ReadAsync(StreamId stream, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await using var command = new NpgsqlCommand("""
            SELECT c.command_id, c.version, c.at, c.fingerprint, c.origin, c.result, e.actor, e.type, e.hash, e.payload
            FROM commands c LEFT JOIN events e ON (e.stream_kind, e.stream_id, e.command_id) = (c.stream_kind, c.stream_id, c.command_id)
            WHERE c.stream_kind = $1 AND c.stream_id = $2
            ORDER BY c.version, e.version NULLS LAST, c.at, c.command_id
            """, _connection) { CommandTimeout = 0, Parameters = { ProjectionBatch.Parameter(stream.Kind), ProjectionBatch.Parameter(stream.Id) } };
        await using var rows = await command.ExecuteReaderAsync(cancellationToken);
        ExportedCommand? last = null;
        while (await rows.ReadAsync(cancellationToken))
        {
            if (last?.CommandId == rows.GetGuid(0))
            {
                last = last with { Events = last.Events.Add(ReadEvent(rows)) };
                continue;
            }

            if (last is not null)
                yield return last;
            last = ReadCommand(rows);
        }

        if (last is not null)
            yield return last;
    }

    public ValueTask DisposeAsync() => _connection.DisposeAsync();

    private static ExportedCommand ReadCommand(NpgsqlDataReader row) => new()
    {
        CommandId = row.GetGuid(0),
        Version = row.GetInt64(1),
        At = row.GetFieldValue<DateTimeOffset>(2),
        Fingerprint = row.GetString(3),
        Origin = row.Text(4),
        Result = new(row.GetFieldValue<byte[]>(5)),
        Actor = row.Text(6),
        Events = row.IsDBNull(7) ? [] : [ReadEvent(row)],
    };

    private static ExportedEvent ReadEvent(NpgsqlDataReader row) => new()
    {
        Type = row.GetString(7),
        Hash = Convert.ToHexStringLower(row.GetFieldValue<byte[]>(8)),
        Payload = new(row.GetFieldValue<byte[]>(9)),
    };
}
