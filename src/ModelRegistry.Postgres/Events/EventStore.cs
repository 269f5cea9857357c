using System.Globalization;
using System.Runtime.CompilerServices;
using Microsoft.Extensions.DependencyInjection;
using ModelRegistry.Core.Notifications;
using Npgsql;

namespace ModelRegistry.Postgres.Events;

/// <summary>The event log in PostgreSQL. What is appended at the same time shares transactions.</summary>
/// <param name="database">The log's.</param>
/// <param name="projections">What follows from events, in the same transaction.</param>
/// <param name="routes">Which events are notified.</param>
/// <param name="appends">
/// The same database by connections that nothing else uses, <see cref="AppendQueue.Places"/> of them: however busy the others are, appends go on, and always the same few
/// processes of the server write, with all they need at hand. Null: the others.
/// </param>
internal sealed class EventStore(
    NpgsqlDataSource database,
    IEnumerable<IProjection> projections,
    NotificationRoutes? routes = null,
    [FromKeyedServices(PostgresServices.Appends)] NpgsqlDataSource? appends = null) : IEventStore
{
    private const int PageSize = 500;

    private readonly AppendQueue _appends = new(
        new AppendTransaction(appends ?? database, projections, routes ?? NotificationRoutes.None, others: database),
        new AppendTransaction(database, projections, routes ?? NotificationRoutes.None, others: appends));

    public Task<AppendResult> AppendAsync(AppendRequest request) => _appends.AppendAsync(request);

    public async IAsyncEnumerable<StoredEvent> ReadAsync(StreamId stream, long afterVersion = 0, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        // By pages: no connection is held while the reader thinks.
        IReadOnlyList<StoredEvent> page;
        do
        {
            page = await DatabaseErrors.GuardAsync(() => ReadPageAsync(stream, afterVersion, cancellationToken), $"reading {stream}");
            foreach (var stored in page)
            {
                afterVersion = stored.Version;
                yield return stored;
            }
        }
        while (page.Count == PageSize);
    }

    public Task<StoredCommand?> FindCommandAsync(StreamId stream, Guid commandId, CancellationToken cancellationToken = default) =>
        DatabaseErrors.GuardAsync(
            async () =>
            {
                await using var command = database.CreateCommand(
                    "SELECT fingerprint, version, result FROM commands WHERE stream_kind = $1 AND stream_id = $2 AND command_id = $3");
                command.Parameters.AddWithValue(stream.Kind);
                command.Parameters.AddWithValue(stream.Id);
                command.Parameters.AddWithValue(commandId);
                await using var reader = await command.ExecuteReaderAsync(cancellationToken);
                return await reader.ReadAsync(cancellationToken)
                    ? new StoredCommand(reader.GetString(0), reader.GetInt64(1), reader.GetFieldValue<byte[]>(2))
                    : null;
            },
            $"looking for a command of {stream}");

    private async Task<IReadOnlyList<StoredEvent>> ReadPageAsync(StreamId stream, long afterVersion, CancellationToken cancellationToken)
    {
        await using var command = database.CreateCommand($"""
            SELECT {StoredEventReader.Columns} FROM events
            WHERE stream_kind = $1 AND stream_id = $2 AND version > $3 ORDER BY version LIMIT {PageSize.ToString(CultureInfo.InvariantCulture)}
            """);
        command.Parameters.AddWithValue(stream.Kind);
        command.Parameters.AddWithValue(stream.Id);
        command.Parameters.AddWithValue(afterVersion);
        return await StoredEventReader.ReadAllAsync(command, cancellationToken);
    }
}
