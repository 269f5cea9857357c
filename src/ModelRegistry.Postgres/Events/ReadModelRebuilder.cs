using System.Collections.Immutable;
using Npgsql;

namespace ModelRegistry.Postgres.Events;

/// <summary>Makes the read models again from the events alone.</summary>
public sealed class ReadModelRebuilder(NpgsqlDataSource database, IEnumerable<IProjection> projections)
{
    private const int PageSize = 500;
    private readonly ILookup<string, IProjection> _projections = projections.ToLookup(projection => projection.StreamKind, StringComparer.Ordinal);

    private string[] Kinds => [.. _projections.Select(kind => kind.Key)];

    /// <summary>
    /// Empties every projection's tables and replays all events, in one transaction: appends wait, readers see the old rows until it commits.
    /// </summary>
    /// <param name="progress">Told at the beginning and after each stream.</param>
    /// <param name="cancellationToken">Ends it; the rows stay as they were.</param>
    /// <exception cref="StoreUnavailableException">The database cannot be reached; the rows stay as they were.</exception>
    public Task<RebuildReport> RebuildAsync(Func<RebuildReport, ValueTask>? progress = null, CancellationToken cancellationToken = default) =>
        DatabaseErrors.GuardAsync(
            async () =>
            {
                await using var connection = await database.OpenConnectionAsync(cancellationToken);
                await using var transaction = await connection.BeginTransactionAsync(cancellationToken);
                await EmptyAsync(connection, cancellationToken);
                var done = await ReplayAllAsync(connection, progress ?? (_ => ValueTask.CompletedTask), cancellationToken);
                await LaterNames.SettleAsync(connection, cancellationToken);
                await transaction.CommitAsync(cancellationToken);
                return done;
            },
            "making the read models again");

    private async Task EmptyAsync(NpgsqlConnection connection, CancellationToken cancellationToken)
    {
        await ExecuteAsync(connection, "LOCK TABLE streams IN EXCLUSIVE MODE", cancellationToken);

        // What holds between streams holds again only when all of them are replayed.
        await LaterNames.BeginAsync(connection, cancellationToken);
        foreach (var table in _projections.SelectMany(kind => kind).SelectMany(projection => projection.Tables))
            await ExecuteAsync(connection, $"DELETE FROM {table}", cancellationToken);
    }

    private async Task<RebuildReport> ReplayAllAsync(NpgsqlConnection connection, Func<RebuildReport, ValueTask> progress, CancellationToken cancellationToken)
    {
        var streams = await ReadStreamsAsync(connection, cancellationToken);
        var done = new RebuildReport(0, 0, streams.Sum(stream => stream.Version));
        await progress(done);
        foreach (var (stream, _) in streams)
        {
            done = done with { Streams = done.Streams + 1, Events = done.Events + await ReplayAsync(connection, stream, cancellationToken) };
            await progress(done);
        }

        return done;
    }

    /// <summary>By pages, so that a long stream needs no more memory than a short one.</summary>
    private async Task<long> ReplayAsync(NpgsqlConnection connection, StreamId stream, CancellationToken cancellationToken)
    {
        long version = 0;
        while (await ReadPageAsync(connection, stream, version, PageSize, cancellationToken) is { Count: > 0 } page)
        {
            await using var batch = new NpgsqlBatch(connection) { Timeout = 0 };
            var writes = new ProjectionBatch(batch);
            foreach (var command in ByCommand(page))
            {
                foreach (var projection in _projections[stream.Kind])
                    projection.Project([command], writes);
            }

            if (batch.BatchCommands.Count > 0)
                await batch.ExecuteNonQueryAsync(cancellationToken);
            version = page[^1].Version;
        }

        return version;
    }

    /// <summary>The next events, ending where a command ends.</summary>
    private static async Task<List<StoredEvent>> ReadPageAsync(
        NpgsqlConnection connection, StreamId stream, long afterVersion, int limit, CancellationToken cancellationToken)
    {
        await using var command = new NpgsqlCommand(
            $"SELECT {StoredEventReader.Columns} FROM events WHERE stream_kind = $1 AND stream_id = $2 AND version > $3 ORDER BY version LIMIT $4", connection);
        foreach (var value in (ReadOnlySpan<object>)[stream.Kind, stream.Id, afterVersion, limit])
            command.Parameters.Add(ProjectionBatch.Parameter(value));
        List<StoredEvent> page = [.. await StoredEventReader.ReadAllAsync(command, cancellationToken)];
        if (page.Count < limit)
            return page;
        var last = page.FindIndex(stored => stored.CommandId == page[^1].CommandId);
        if (last == 0)
            return await ReadPageAsync(connection, stream, afterVersion, limit * 2, cancellationToken);
        page.RemoveRange(last, page.Count - last);
        return page;
    }

    private static IEnumerable<CommandEvents> ByCommand(IReadOnlyList<StoredEvent> events)
    {
        for (int from = 0, to; from < events.Count; from = to)
        {
            var first = events[from];
            for (to = from + 1; to < events.Count && events[to].CommandId == first.CommandId; to++)
            {
            }

            yield return new CommandEvents
            {
                Stream = first.Stream,
                Version = events[to - 1].Version,
                At = first.At,
                Actor = first.Actor,
                CommandId = first.CommandId,
                Events = [.. events.Skip(from).Take(to - from).Select(stored => new NewEvent(stored.Type, stored.Payload))],
            };
        }
    }

    /// <summary>The oldest first.</summary>
    private async Task<ImmutableArray<(StreamId Stream, long Version)>> ReadStreamsAsync(NpgsqlConnection connection, CancellationToken cancellationToken)
    {
        await using var command = new NpgsqlCommand("""
            SELECT e.stream_kind, e.stream_id, s.version FROM events e JOIN streams s ON (s.kind, s.id) = (e.stream_kind, e.stream_id)
            WHERE e.version = 1 AND e.stream_kind = ANY ($1) ORDER BY e.position
            """, connection) { CommandTimeout = 0 };
        command.Parameters.AddWithValue(Kinds);
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        var streams = ImmutableArray.CreateBuilder<(StreamId, long)>();
        while (await reader.ReadAsync(cancellationToken))
            streams.Add((new StreamId(reader.GetString(0), reader.GetGuid(1)), reader.GetInt64(2)));
        return streams.ToImmutable();
    }

    private static async Task ExecuteAsync(NpgsqlConnection connection, string sql, CancellationToken cancellationToken)
    {
        await using var command = new NpgsqlCommand(sql, connection) { CommandTimeout = 0 };
        await command.ExecuteNonQueryAsync(cancellationToken);
    }
}
