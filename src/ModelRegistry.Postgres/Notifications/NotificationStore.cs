using ModelRegistry.Postgres.Events;
using ModelRegistry.Postgres.ReadModels;
using Npgsql;

namespace ModelRegistry.Postgres.Notifications;

/// <summary>Notifications in <c>notifications</c>. The server's clock alone says what is due.</summary>
internal sealed class NotificationStore(NpgsqlDataSource database) : INotificationStore
{
    public Task<IReadOnlyList<LeasedNotification>> LeaseAsync(
        IReadOnlyCollection<string> webhooks, int limit, TimeSpan lease, CancellationToken cancellationToken = default) => DatabaseErrors.GuardAsync(
        async () =>
        {
            await using var command = database.Command("""
                WITH due AS (
                    SELECT n.id FROM notifications n
                    WHERE n.webhook = ANY ($1) AND NOT n.dead AND n.due_at <= now() AND NOT EXISTS (
                        SELECT FROM notifications e
                        WHERE (e.webhook, e.stream_kind, e.stream_id) = (n.webhook, n.stream_kind, n.stream_id) AND e.version < n.version AND NOT e.dead)
                    ORDER BY n.due_at, n.id LIMIT $2 FOR UPDATE OF n SKIP LOCKED)
                UPDATE notifications n SET attempts = n.attempts + 1, due_at = now() + $3
                FROM due, events e
                WHERE n.id = due.id AND (e.stream_kind, e.stream_id, e.version) = (n.stream_kind, n.stream_id, n.version)
                RETURNING e.stream_kind, e.stream_id, e.version, e.type, e.payload, e.at, e.actor, e.command_id, e.hash, n.id, n.webhook, n.attempts
                """, webhooks.ToArray(), limit, lease);
            return await command.ListAsync(row => new LeasedNotification(row.GetInt64(9), row.GetString(10), row.GetInt32(11), StoredEventReader.Read(row)), cancellationToken);
        },
        "taking notifications to send");

    public Task DeliveredAsync(long id, CancellationToken cancellationToken = default) =>
        ExecuteAsync("DELETE FROM notifications WHERE id = $1", "settling a notification", cancellationToken, id);

    public Task FailedAsync(LeasedNotification notification, string error, TimeSpan? wait, CancellationToken cancellationToken = default) => ExecuteAsync(
        "UPDATE notifications SET error = $3, dead = $4, due_at = now() + $5 WHERE id = $1 AND attempts = $2",
        "settling a notification",
        cancellationToken,
        notification.Id, notification.Attempt, error, wait is null, wait ?? TimeSpan.Zero);

    public Task<IReadOnlyList<PendingNotification>> ListAsync(long afterId, int limit, CancellationToken cancellationToken = default) => DatabaseErrors.GuardAsync(
        async () =>
        {
            await using var command = database.Command("""
                SELECT n.id, n.webhook, n.stream_kind, n.stream_id, n.version, e.type, n.attempts, n.due_at, n.dead, n.error
                FROM notifications n JOIN events e USING (stream_kind, stream_id, version) WHERE n.id > $1 ORDER BY n.id LIMIT $2
                """, afterId, limit);
            return await command.ListAsync(Read, cancellationToken);
        },
        "listing the notifications");

    public async Task<bool> RetryAsync(long id, CancellationToken cancellationToken = default) =>
        await ExecuteAsync("UPDATE notifications SET dead = false, attempts = 0, due_at = now() WHERE id = $1", "making a notification due", cancellationToken, id) == 1;

    private Task<int> ExecuteAsync(string sql, string what, CancellationToken cancellationToken, params object?[] values) => DatabaseErrors.GuardAsync(
        async () =>
        {
            await using var command = database.Command(sql, values);
            return await command.ExecuteNonQueryAsync(cancellationToken);
        },
        what);

    private static PendingNotification Read(NpgsqlDataReader row) => new()
    {
        Id = row.GetInt64(0),
        Webhook = row.GetString(1),
        Stream = new StreamId(row.GetString(2), row.GetGuid(3)),
        Version = row.GetInt64(4),
        Type = row.GetString(5),
        Attempts = row.GetInt32(6),
        DueAt = row.GetFieldValue<DateTimeOffset>(7),
        Dead = row.GetBoolean(8),
        Error = row.Text(9),
    };
}
