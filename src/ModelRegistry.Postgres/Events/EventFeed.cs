using Npgsql;

namespace ModelRegistry.Postgres.Events;

/// <summary>Reads the feed by (transaction, position) below the oldest transaction that still runs.</summary>
internal sealed class EventFeed(NpgsqlDataSource database) : IEventFeed
{
    public Task<EventPage> ReadAsync(EventCursor after, int limit, CancellationToken cancellationToken = default) =>
        DatabaseErrors.GuardAsync(
            async () =>
            {
                await using var command = database.CreateCommand($"""
                    SELECT {StoredEventReader.Columns}, xid, position FROM events
                    WHERE (xid, position) > ($1::text::xid8, $2) AND xid < pg_snapshot_xmin(pg_current_snapshot())
                    ORDER BY xid, position LIMIT $3
                    """);
                command.Parameters.AddWithValue(after.TransactionId.ToString(System.Globalization.CultureInfo.InvariantCulture));
                command.Parameters.AddWithValue(after.Position);
                command.Parameters.AddWithValue(limit);
                var events = new List<StoredEvent>();
                await using var reader = await command.ExecuteReaderAsync(cancellationToken);
                while (await reader.ReadAsync(cancellationToken))
                {
                    events.Add(StoredEventReader.Read(reader));
                    after = new EventCursor(reader.GetFieldValue<ulong>(9), reader.GetInt64(10));
                }

                return new EventPage(events, after);
            },
            "reading the feed of events");
}
