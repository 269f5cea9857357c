using System.Collections.Frozen;
using System.Globalization;
using ModelRegistry.Core.Notifications;
using Npgsql;

namespace ModelRegistry.Postgres.Events;

/// <summary>
/// Appends commands in one round trip and one transaction: their events, the rows that follow from them, and the notifications to send.
/// </summary>
/// <param name="database">The log's.</param>
/// <param name="projections">What follows from events.</param>
/// <param name="routes">Which events are notified.</param>
/// <param name="others">Other connections to the database: where one of these breaks, they may be broken too, and whoever asks what became of the append gets a new one.</param>
internal sealed class AppendTransaction(NpgsqlDataSource database, IEnumerable<IProjection> projections, NotificationRoutes routes, NpgsqlDataSource? others = null)
{
    private readonly FrozenDictionary<string, IProjection[]> _projections =
        projections.GroupBy(one => one.StreamKind, StringComparer.Ordinal).ToFrozenDictionary(group => group.Key, group => group.ToArray(), StringComparer.Ordinal);

    /// <summary>Appends all of them or nothing.</summary>
    /// <param name="requests">Of different streams.</param>
    /// <param name="patience">How long a lock is waited for, as PostgreSQL writes it; null: until it is had.</param>
    /// <returns>Why the database refused; null: they are committed.</returns>
    /// <exception cref="UnknownOutcomeException">The connection broke where it cannot be known whether the commit happened.</exception>
    /// <exception cref="StoreUnavailableException">The database cannot be reached; nothing was written.</exception>
    public async Task<PostgresException?> TryAsync(IReadOnlyList<AppendRequest> requests, string? patience)
    {
        await using var connection = await OpenAsync(requests);
        await using var batch = new NpgsqlBatch(connection);
        var writes = new ProjectionBatch(batch);
        batch.BatchCommands.Add(AppendStatement.Of(requests, patience ?? "0"));
        foreach (var kind in requests.Where(request => !request.Events.IsDefaultOrEmpty).GroupBy(request => request.Stream.Kind, StringComparer.Ordinal))
            Project(kind.Key, [.. kind.Select(CommandEvents.Of)], writes);
        Notify(requests, writes);
        try
        {
            // Without a transaction of its own the whole batch is one, committed by its last message.
            await batch.ExecuteNonQueryAsync(CancellationToken.None);
            return null;
        }
        catch (PostgresException refusal) when (DatabaseErrors.IsRefusal(refusal))
        {
            return refusal;
        }
        catch (NpgsqlException broken)
        {
            others?.Clear();
            throw new UnknownOutcomeException($"the connection broke while {Named(requests)} was appended; whether it was committed only the log can say", broken);
        }
    }

    /// <summary>What the outcome of an append alone means.</summary>
    /// <param name="request">Its request.</param>
    /// <param name="refusal">Why the database refused; null: it is committed.</param>
    /// <exception cref="StoreUnavailableException">The database takes no work now; nothing was written.</exception>
    public static AppendResult Understand(AppendRequest request, PostgresException? refusal) => refusal?.SqlState switch
    {
        null => new AppendResult(AppendStatus.Committed, request.Revision),
        AppendStatement.WrongVersion => new AppendResult(AppendStatus.Conflict, long.Parse(refusal.MessageText, CultureInfo.InvariantCulture)),
        PostgresErrorCodes.UniqueViolation when refusal.ConstraintName == AppendStatement.CommandKey => new AppendResult(AppendStatus.Repeated, request.ExpectedVersion),
        AppendStatement.RepeatedCommand => new AppendResult(AppendStatus.Repeated, long.Parse(refusal.MessageText, CultureInfo.InvariantCulture)),
        _ when DatabaseErrors.IsUnavailable(refusal) => throw DatabaseErrors.Unavailable(refusal, $"appending to {request.Stream}"),
        // Classes 22 and 23: a value that the tables do not take.
        ['2', '2' or '3', ..] => new AppendResult(AppendStatus.Violation, request.ExpectedVersion, refusal.ConstraintName ?? refusal.SqlState),
        _ => throw new InvalidOperationException($"appending to {request.Stream} failed, nothing was written: {refusal.MessageText} (SQLSTATE {refusal.SqlState})", refusal),
    };

    private async Task<NpgsqlConnection> OpenAsync(IReadOnlyList<AppendRequest> requests)
    {
        try
        {
            return await database.OpenConnectionAsync(CancellationToken.None);
        }
        catch (NpgsqlException error)
        {
            throw DatabaseErrors.Unavailable(error, $"appending {Named(requests)}");
        }
    }

    private void Project(string kind, IReadOnlyList<CommandEvents> commands, ProjectionBatch batch)
    {
        foreach (var projection in _projections.GetValueOrDefault(kind, []))
            projection.Project(commands, batch);
    }

    private void Notify(IReadOnlyList<AppendRequest> requests, ProjectionBatch batch)
    {
        foreach (var request in requests.Where(request => !request.Events.IsDefaultOrEmpty))
        {
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
    }

    private static string Named(IReadOnlyList<AppendRequest> requests) => requests.Count == 1
        ? $"command {requests[0].CommandId} of {requests[0].Stream}"
        : string.Create(CultureInfo.InvariantCulture, $"command {requests[0].CommandId} of {requests[0].Stream}, with {requests.Count - 1} others,");
}
