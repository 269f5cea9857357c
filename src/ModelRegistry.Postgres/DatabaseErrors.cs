using Npgsql;

namespace ModelRegistry.Postgres;

/// <summary>What an error of the database means for the caller.</summary>
internal static class DatabaseErrors
{
    /// <summary>Runs a read (or a write whose repetition is harmless) and names an unreachable database as such.</summary>
    /// <exception cref="StoreUnavailableException">The database cannot be reached or takes no work now.</exception>
    public static async Task<T> GuardAsync<T>(Func<Task<T>> work, string what)
    {
        try
        {
            return await work();
        }
        catch (NpgsqlException error) when (IsUnavailable(error))
        {
            throw Unavailable(error, what);
        }
    }

    public static StoreUnavailableException Unavailable(NpgsqlException error, string what) =>
        new($"the database cannot be reached or takes no work now ({what})", error);

    /// <summary>The server refused the statement and undid the transaction; false where the session or the connection ended.</summary>
    public static bool IsRefusal(NpgsqlException error) => error is PostgresException { InvariantSeverity: "ERROR" };

    /// <summary>False for errors of the statement itself: those are not cured by waiting.</summary>
    public static bool IsUnavailable(NpgsqlException error) => error is not PostgresException answered
        || !IsRefusal(answered)
        || answered.SqlState is PostgresErrorCodes.ReadOnlySqlTransaction or PostgresErrorCodes.QueryCanceled or PostgresErrorCodes.LockNotAvailable
            or PostgresErrorCodes.DeadlockDetected or PostgresErrorCodes.SerializationFailure
        || answered.SqlState.StartsWith("53", StringComparison.Ordinal); // insufficient resources: disk, memory, connections
}
