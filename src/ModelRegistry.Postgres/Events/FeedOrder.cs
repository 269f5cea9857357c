using Microsoft.Extensions.Logging;
using Npgsql;

namespace ModelRegistry.Postgres.Events;

/// <summary>
/// Puts events that were restored from a dump into the feed of this server. They carry the transaction ids of the server that wrote them, which may
/// be ahead of this one's: the feed would hold them back as transactions to come, and new events would appear behind them.
/// </summary>
public static partial class FeedOrder
{
    /// <summary>Ids that this server has not given yet are replaced by the last one that has ended; positions keep the order among them.</summary>
    private const string Restamp = """
        WITH here AS MATERIALIZED (SELECT pg_snapshot_xmin(s)::text::bigint AS oldest, pg_snapshot_xmax(s) AS next FROM pg_current_snapshot() AS s)
        UPDATE events SET xid = (here.oldest - 1)::text::xid8 FROM here WHERE xid >= here.next
        """;

    /// <summary>To be called before anything reads the feed. Does nothing where all events are this server's own.</summary>
    public static async Task EnsureAsync(NpgsqlDataSource database, ILogger logger, CancellationToken cancellationToken = default)
    {
        await using var command = database.CreateCommand(Restamp);
        command.CommandTimeout = 0;
        var restamped = await command.ExecuteNonQueryAsync(cancellationToken);
        if (restamped > 0)
            Restamped(logger, restamped);
    }

    [LoggerMessage(EventId = 1, Level = LogLevel.Information, Message = "{Count} events were restored from another PostgreSQL server; they have been given their places in the feed of this one")]
    private static partial void Restamped(ILogger logger, int count);
}
