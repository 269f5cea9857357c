using System.Globalization;
using System.Runtime.CompilerServices;
using System.Text;
using ModelRegistry.Postgres.Events;
using Npgsql;

namespace ModelRegistry.Postgres.ReadModels;

/// <summary>Lists <c>events</c>.</summary>
internal sealed class AuditLog(NpgsqlDataSource database) : IAuditLog
{
    private const int PageSize = 500;

    private const string Entries = """
        SELECT e.position, e.stream_kind, e.stream_id, e.version, e.type, e.at, e.actor, e.command_id, c.origin, e.payload, e.xid
        FROM events e
        LEFT JOIN commands c ON (c.stream_kind, c.stream_id, c.command_id) = (e.stream_kind, e.stream_id, e.command_id)
        """;

    public Task<IReadOnlyList<AuditEntry>> ListAsync(AuditFilter filter, CancellationToken cancellationToken = default) => DatabaseErrors.GuardAsync(
        async () =>
        {
            await using var command = database.Command($"""
                {Entries}
                WHERE ($1::text IS NULL OR e.stream_kind = $1) AND ($2::uuid IS NULL OR e.stream_id = $2) AND ($3::text IS NULL OR e.actor = $3)
                  AND ($4::text IS NULL OR e.type = $4) AND ($5::timestamptz IS NULL OR e.at >= $5) AND ($6::timestamptz IS NULL OR e.at < $6)
                  AND ($7::bigint IS NULL OR e.position < $7)
                ORDER BY e.position DESC LIMIT $8
                """, filter.StreamKind, filter.StreamId, filter.Actor, filter.Type, filter.From, filter.To, filter.Before, filter.Limit);
            return await command.ListAsync(Read, cancellationToken);
        },
        "listing the audit log");

    public async IAsyncEnumerable<AuditEntry> ExportAsync([EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        // By pages: no connection is held while the receiver is slow.
        var after = default(EventCursor);
        IReadOnlyList<(AuditEntry Entry, EventCursor At)> page;
        do
        {
            page = await DatabaseErrors.GuardAsync(() => ReadPageAsync(after, cancellationToken), "exporting the audit log");
            foreach (var (entry, at) in page)
            {
                after = at;
                yield return entry;
            }
        }
        while (page.Count == PageSize);
    }

    private async Task<IReadOnlyList<(AuditEntry Entry, EventCursor At)>> ReadPageAsync(EventCursor after, CancellationToken cancellationToken)
    {
        await using var command = database.Command($"""
            {Entries}
            WHERE (e.xid, e.position) > ($1::text::xid8, $2) AND e.xid < pg_snapshot_xmin(pg_current_snapshot())
            ORDER BY e.xid, e.position LIMIT $3
            """, after.TransactionId.ToString(CultureInfo.InvariantCulture), after.Position, PageSize);
        return await command.ListAsync(row => (Read(row), new EventCursor(row.GetFieldValue<ulong>(10), row.GetInt64(0))), cancellationToken);
    }

    private static AuditEntry Read(NpgsqlDataReader row) => new(
        row.GetInt64(0), new StreamId(row.GetString(1), row.GetGuid(2)), row.GetInt64(3), row.GetString(4), row.GetFieldValue<DateTimeOffset>(5),
        row.GetString(6), row.GetGuid(7), row.Text(8), Encoding.UTF8.GetString(row.GetFieldValue<byte[]>(9)));
}
