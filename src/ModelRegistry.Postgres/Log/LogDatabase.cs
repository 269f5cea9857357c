using System.Net.Sockets;
using Npgsql;

namespace ModelRegistry.Postgres.Log;

/// <summary>Tells a database that is away from a statement that is wrong.</summary>
internal static class LogDatabase
{
    /// <summary>
    /// Whether the database could not be reached or takes no writes now. The server's own words for it: connection exceptions (08),
    /// shutting down or starting (57P), no resources (53), read only (25006), and conflicts that go away when repeated (40, 55P03).
    /// </summary>
    public static bool IsAway(Exception exception) => exception switch
    {
        PostgresException e => e.SqlState.StartsWith("08", StringComparison.Ordinal) || e.SqlState.StartsWith("57", StringComparison.Ordinal)
            || e.SqlState.StartsWith("53", StringComparison.Ordinal) || e.SqlState.StartsWith("40", StringComparison.Ordinal)
            || e.SqlState is PostgresErrorCodes.ReadOnlySqlTransaction or PostgresErrorCodes.LockNotAvailable,
        NpgsqlException or IOException or SocketException or TimeoutException => true,
        _ => false,
    };

    /// <summary>
    /// Whether PostgreSQL refused the content of a row: data exceptions (22), constraints and missing partitions (23), limits such as the size
    /// of an index entry (54).
    /// </summary>
    public static bool RefusesContent(PostgresException exception) =>
        exception.SqlState.StartsWith("22", StringComparison.Ordinal) || exception.SqlState.StartsWith("23", StringComparison.Ordinal)
        || exception.SqlState.StartsWith("54", StringComparison.Ordinal);

    /// <summary>Runs a read, or a write that is all or nothing and whose commit is not in doubt.</summary>
    /// <exception cref="StoreUnavailableException">The database is away.</exception>
    public static async Task<T> RunAsync<T>(Func<Task<T>> work)
    {
        try
        {
            return await work();
        }
        catch (Exception e) when (IsAway(e))
        {
            throw Unavailable(e);
        }
    }

    public static StoreUnavailableException Unavailable(Exception cause) =>
        new($"the database of the prediction log cannot be reached or takes no work now", cause);
}
