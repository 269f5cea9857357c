using System.Data;
using Microsoft.Extensions.Logging;
using Npgsql;
using NpgsqlTypes;

namespace ModelRegistry.Postgres.Events;

/// <summary>Snapshots in <c>stream_snapshots</c>, each tied by hash to the event it goes up to.</summary>
internal sealed partial class SnapshotStore(NpgsqlDataSource database, ILogger<SnapshotStore> logger) : ISnapshotStore
{
    public async Task<StreamSnapshot<TState>?> FindAsync<TState>(StreamId stream, SnapshotFormat<TState> format, CancellationToken cancellationToken = default)
        where TState : class
    {
        try
        {
            return await DatabaseErrors.GuardAsync(() => ReadAsync(stream, format, cancellationToken), $"reading the snapshot of {stream}");
        }
        catch (Exception error) when (error is not (StoreUnavailableException or OperationCanceledException))
        {
            LogUnreadable(logger, error, stream);
            return null;
        }
    }

    public async Task<bool> SaveAsync<TState>(StreamId stream, StreamSnapshot<TState> snapshot, SnapshotFormat<TState> format)
        where TState : class
    {
        try
        {
            return await WriteAsync(stream, snapshot.Version, format.Fingerprint, format.Write(snapshot.State));
        }
        catch (Exception error)
        {
            LogNotKept(logger, error, stream, snapshot.Version);
            return false;
        }
    }

    private async Task<StreamSnapshot<TState>?> ReadAsync<TState>(StreamId stream, SnapshotFormat<TState> format, CancellationToken cancellationToken)
        where TState : class
    {
        await using var command = database.CreateCommand("""
            SELECT s.version, s.format, s.head IS NOT DISTINCT FROM e.hash, CASE WHEN s.format = $3 THEN s.state END
            FROM stream_snapshots s LEFT JOIN events e ON (e.stream_kind, e.stream_id, e.version) = (s.stream_kind, s.stream_id, s.version)
            WHERE s.stream_kind = $1 AND s.stream_id = $2
            """);
        command.Parameters.AddWithValue(stream.Kind);
        command.Parameters.AddWithValue(stream.Id);
        command.Parameters.AddWithValue(format.Fingerprint);
        await using var reader = await command.ExecuteReaderAsync(CommandBehavior.SequentialAccess, cancellationToken);
        if (!await reader.ReadAsync(cancellationToken))
            return null;
        var version = reader.GetInt64(0);
        if (reader.GetString(1) != format.Fingerprint)
        {
            LogOtherFormat(logger, stream, version);
            return null;
        }

        if (!reader.GetBoolean(2))
        {
            LogNotInLog(logger, stream, version);
            return null;
        }

        return new StreamSnapshot<TState>(format.Read(await reader.GetFieldValueAsync<byte[]>(3, cancellationToken)), version);
    }

    private async Task<bool> WriteAsync(StreamId stream, long version, string format, byte[] state)
    {
        await using var command = database.CreateCommand("""
            INSERT INTO stream_snapshots AS kept (stream_kind, stream_id, version, head, format, state)
            SELECT stream_kind, stream_id, version, hash, $4, $5 FROM events WHERE stream_kind = $1 AND stream_id = $2 AND version = $3
            ON CONFLICT (stream_kind, stream_id) DO UPDATE
            SET version = excluded.version, head = excluded.head, format = excluded.format, state = excluded.state, at = excluded.at
            WHERE kept.version < excluded.version OR kept.format <> excluded.format
                OR NOT EXISTS (SELECT FROM events e WHERE (e.stream_kind, e.stream_id, e.version, e.hash) = (kept.stream_kind, kept.stream_id, kept.version, kept.head))
            """);
        command.Parameters.AddWithValue(stream.Kind);
        command.Parameters.AddWithValue(stream.Id);
        command.Parameters.AddWithValue(version);
        command.Parameters.AddWithValue(format);
        command.Parameters.Add(new NpgsqlParameter<byte[]> { TypedValue = state, NpgsqlDbType = NpgsqlDbType.Bytea });
        return await command.ExecuteNonQueryAsync() == 1;
    }

    [LoggerMessage(Level = LogLevel.Information, Message = "The snapshot of {Stream} at version {Version} was written by another release; the stream is read from its beginning")]
    private static partial void LogOtherFormat(ILogger logger, StreamId stream, long version);

    [LoggerMessage(Level = LogLevel.Warning, Message = "The snapshot of {Stream} at version {Version} does not belong to an event of the log; the stream is read from its beginning")]
    private static partial void LogNotInLog(ILogger logger, StreamId stream, long version);

    [LoggerMessage(Level = LogLevel.Warning, Message = "The snapshot of {Stream} cannot be read; the stream is read from its beginning")]
    private static partial void LogUnreadable(ILogger logger, Exception exception, StreamId stream);

    [LoggerMessage(Level = LogLevel.Warning, Message = "The snapshot of {Stream} at version {Version} was not kept; the next one will be tried")]
    private static partial void LogNotKept(ILogger logger, Exception exception, StreamId stream, long version);
}
