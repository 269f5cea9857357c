using System.Collections.Frozen;
using System.Globalization;
using System.Runtime.CompilerServices;
using ModelRegistry.Core.Notifications;
using Npgsql;

namespace ModelRegistry.Postgres.Events;

/// <summary>
/// The event log in PostgreSQL. An append is one round trip and one transaction: the events, the rows that follow from them, and the notifications to
/// send.
/// </summary>
internal sealed class EventStore(NpgsqlDataSource database, IEnumerable<IProjection> projections, NotificationRoutes? routes = null) : IEventStore
{
    private const int PageSize = 500;

    private readonly FrozenDictionary<string, IProjection[]> _projections =
        projections.GroupBy(one => one.StreamKind, StringComparer.Ordinal).ToFrozenDictionary(group => group.Key, group => group.ToArray(), StringComparer.Ordinal);

    public async Task<AppendResult> AppendAsync(AppendRequest request)
    {
        await using var connection = await OpenAsync(request.Stream);
        await using var batch = new NpgsqlBatch(connection);
        batch.BatchCommands.Add(AppendStatement.Of(request));
        var writes = new ProjectionBatch(batch);
        Project(request, writes);
        Notify(request, writes);
        try
        {
            // Without a transaction of its own the whole batch is one, committed by its last message.
            await batch.ExecuteNonQueryAsync(CancellationToken.None);
            return new AppendResult(AppendStatus.Committed, request.ExpectedVersion + request.Events.Length);
        }
        catch (PostgresException refusal) when (DatabaseErrors.IsRefusal(refusal))
        {
            return Understand(refusal, request);
        }
        catch (NpgsqlException broken)
        {
            throw new UnknownOutcomeException($"the connection broke while command {request.CommandId} was appended to {request.Stream}; whether it was committed only the log can say", broken);
        }
    }

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

    private async Task<NpgsqlConnection> OpenAsync(StreamId stream)
    {
        try
        {
            return await database.OpenConnectionAsync(CancellationToken.None);
        }
        catch (NpgsqlException error)
        {
            throw DatabaseErrors.Unavailable(error, $"appending to {stream}");
        }
    }

    private void Project(AppendRequest request, ProjectionBatch batch)
    {
        if (request.Events.IsDefaultOrEmpty || !_projections.TryGetValue(request.Stream.Kind, out var interested))
            return;
        var command = CommandEvents.Of(request);
        foreach (var projection in interested)
            projection.Project(command, batch);
    }

    private void Notify(AppendRequest request, ProjectionBatch batch)
    {
        if (routes is null || request.Events.IsDefaultOrEmpty)
            return;
        var version = request.ExpectedVersion;
        foreach (var one in request.Events)
        {
            version++;
            foreach (var webhook in routes.For(one.Type))
            {
                batch.Write("INSERT INTO notifications (webhook, stream_kind, stream_id, version) VALUES ($1, $2, $3, $4)",
                    webhook, request.Stream.Kind, request.Stream.Id, version);
            }
        }
    }

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

    private static AppendResult Understand(PostgresException refusal, AppendRequest request) => refusal.SqlState switch
    {
        AppendStatement.WrongVersion => new AppendResult(AppendStatus.Conflict, long.Parse(refusal.MessageText, CultureInfo.InvariantCulture)),
        AppendStatement.RepeatedCommand => new AppendResult(AppendStatus.Repeated, long.Parse(refusal.MessageText, CultureInfo.InvariantCulture)),
        _ when DatabaseErrors.IsUnavailable(refusal) => throw DatabaseErrors.Unavailable(refusal, $"appending to {request.Stream}"),
        // Classes 22 and 23: a value that the tables do not take.
        ['2', '2' or '3', ..] => new AppendResult(AppendStatus.Violation, request.ExpectedVersion, refusal.ConstraintName ?? refusal.SqlState),
        _ => throw new InvalidOperationException($"appending to {request.Stream} failed, nothing was written: {refusal.MessageText} (SQLSTATE {refusal.SqlState})", refusal),
    };
}
