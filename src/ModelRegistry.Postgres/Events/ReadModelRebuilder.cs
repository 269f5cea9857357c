using System.Collections.Immutable;
using Npgsql;

namespace ModelRegistry.Postgres.Events;

/// <summary>Makes the read models again from the events alone.</summary>
public sealed class ReadModelRebuilder(NpgsqlDataSource database, IEnumerable<IProjection> projections)
{
    private readonly IProjection[] _projections = [.. projections];

    /// <summary>
    /// Empties every projection's tables and replays all events, in one transaction: appends wait, readers see the old rows until it commits.
    /// </summary>
    /// <returns>Events replayed.</returns>
    public async Task<long> RebuildAsync(CancellationToken cancellationToken = default)
    {
        await using var connection = await database.OpenConnectionAsync(cancellationToken);
        await using var transaction = await connection.BeginTransactionAsync(cancellationToken);
        await ExecuteAsync(connection, "LOCK TABLE streams IN EXCLUSIVE MODE", cancellationToken);

        // What holds between streams holds again only when all of them are replayed.
        await ExecuteAsync(connection, "SET CONSTRAINTS ALL DEFERRED", cancellationToken);
        foreach (var table in _projections.SelectMany(projection => projection.Tables))
            await ExecuteAsync(connection, $"DELETE FROM {table}", cancellationToken);
        long replayed = 0;
        foreach (var stream in await ReadStreamsAsync(connection, cancellationToken))
            replayed += await ReplayAsync(connection, stream, cancellationToken);
        await transaction.CommitAsync(cancellationToken);
        return replayed;
    }

    private async Task<long> ReplayAsync(NpgsqlConnection connection, StreamId stream, CancellationToken cancellationToken)
    {
        await using var command = new NpgsqlCommand(
            $"SELECT {StoredEventReader.Columns} FROM events WHERE stream_kind = $1 AND stream_id = $2 ORDER BY version", connection);
        command.Parameters.AddWithValue(stream.Kind);
        command.Parameters.AddWithValue(stream.Id);
        var events = await StoredEventReader.ReadAllAsync(command, cancellationToken);
        foreach (var one in ByCommand(events))
        {
            await using var batch = new NpgsqlBatch(connection);
            var writes = new ProjectionBatch(batch);
            foreach (var projection in _projections.Where(projection => string.Equals(projection.StreamKind, stream.Kind, StringComparison.Ordinal)))
                projection.Project(one, writes);
            if (batch.BatchCommands.Count > 0)
                await batch.ExecuteNonQueryAsync(cancellationToken);
        }

        return events.Count;
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

    /// <summary>The oldest first: what an old stream gave up, such as a name, a younger one may have taken.</summary>
    private async Task<ImmutableArray<StreamId>> ReadStreamsAsync(NpgsqlConnection connection, CancellationToken cancellationToken)
    {
        await using var command = new NpgsqlCommand("SELECT stream_kind, stream_id FROM events WHERE version = 1 AND stream_kind = ANY ($1) ORDER BY position", connection);
        command.Parameters.AddWithValue(_projections.Select(projection => projection.StreamKind).Distinct(StringComparer.Ordinal).ToArray());
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        var streams = ImmutableArray.CreateBuilder<StreamId>();
        while (await reader.ReadAsync(cancellationToken))
            streams.Add(new StreamId(reader.GetString(0), reader.GetGuid(1)));
        return streams.ToImmutable();
    }

    private static async Task ExecuteAsync(NpgsqlConnection connection, string sql, CancellationToken cancellationToken)
    {
        await using var command = new NpgsqlCommand(sql, connection) { CommandTimeout = 0 };
        await command.ExecuteNonQueryAsync(cancellationToken);
    }
}
