using System.Text;
using ModelRegistry.Postgres.Events;
using Npgsql;

namespace ModelRegistry.Postgres.ReadModels;

/// <summary>Lists <c>events</c>.</summary>
internal sealed class AuditLog(NpgsqlDataSource database) : IAuditLog
{
    public Task<IReadOnlyList<AuditEntry>> ListAsync(AuditFilter filter, CancellationToken cancellationToken = default) => DatabaseErrors.GuardAsync(
        async () =>
        {
            await using var command = database.Command("""
                SELECT position, stream_kind, stream_id, version, type, at, actor, command_id, payload FROM events
                WHERE ($1::text IS NULL OR stream_kind = $1) AND ($2::uuid IS NULL OR stream_id = $2) AND ($3::text IS NULL OR actor = $3)
                  AND ($4::text IS NULL OR type = $4) AND ($5::timestamptz IS NULL OR at >= $5) AND ($6::timestamptz IS NULL OR at < $6)
                  AND ($7::bigint IS NULL OR position < $7)
                ORDER BY position DESC LIMIT $8
                """, filter.StreamKind, filter.StreamId, filter.Actor, filter.Type, filter.From, filter.To, filter.Before, filter.Limit);
            return await command.ListAsync(Read, cancellationToken);
        },
        "listing the audit log");

    private static AuditEntry Read(NpgsqlDataReader row) => new(
        row.GetInt64(0), new StreamId(row.GetString(1), row.GetGuid(2)), row.GetInt64(3), row.GetString(4),
        row.GetFieldValue<DateTimeOffset>(5), row.GetString(6), row.GetGuid(7), Encoding.UTF8.GetString(row.GetFieldValue<byte[]>(8)));
}
