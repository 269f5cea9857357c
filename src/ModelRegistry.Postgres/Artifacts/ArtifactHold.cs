using ModelRegistry.Postgres.ReadModels;
using Npgsql;

namespace ModelRegistry.Postgres.Artifacts;

/// <summary>Who copies artifacts holds them all against collection; one collector works at a time. Held by a session until it ends.</summary>
internal static class ArtifactHold
{
    // Not used by any other lock of the registry.
    private const long Lock = 0x6d72_6172_7466_6163;

    /// <summary>Waits for a collection that is under way.</summary>
    public static async Task TakeAsync(NpgsqlConnection connection, CancellationToken cancellationToken)
    {
        await using var command = connection.Command("SELECT pg_advisory_lock_shared($1)", Lock);
        command.CommandTimeout = 0;
        await command.ExecuteNonQueryAsync(cancellationToken);
    }

    /// <summary>False when somebody holds the artifacts or collects them.</summary>
    public static async Task<bool> TryCollectAsync(NpgsqlConnection connection, CancellationToken cancellationToken)
    {
        await using var command = connection.Command("SELECT pg_try_advisory_lock($1)", Lock);
        return (bool)(await command.ExecuteScalarAsync(cancellationToken))!;
    }

    public static async Task EndCollectionAsync(NpgsqlConnection connection)
    {
        await using var command = connection.Command("SELECT pg_advisory_unlock($1)", Lock);
        await command.ExecuteNonQueryAsync();
    }
}
