using Npgsql;

namespace ModelRegistry.Postgres.Events;

/// <summary>
/// Lets a transaction replay streams one after the other though the names of models went from one to another: who holds which name is written when all of them
/// are there.
/// </summary>
internal static class LaterNames
{
    /// <summary>From here to the end of the transaction, or until they are settled.</summary>
    public static Task BeginAsync(NpgsqlConnection transaction, CancellationToken cancellationToken) =>
        ExecuteAsync(transaction, "SET CONSTRAINTS ALL DEFERRED; SET LOCAL modelreg.names_later = 'on'", cancellationToken);

    /// <exception cref="PostgresException">Two living models have one name (<c>models_name_key</c>), or another constraint does not hold.</exception>
    public static Task SettleAsync(NpgsqlConnection transaction, CancellationToken cancellationToken) => ExecuteAsync(
        transaction,
        "SET LOCAL modelreg.names_later = 'off'; UPDATE models SET name = name WHERE deleted_at IS NULL AND live_name IS NULL; SET CONSTRAINTS ALL IMMEDIATE",
        cancellationToken);

    private static async Task ExecuteAsync(NpgsqlConnection transaction, string sql, CancellationToken cancellationToken)
    {
        await using var command = new NpgsqlCommand(sql, transaction) { CommandTimeout = 0 };
        await command.ExecuteNonQueryAsync(cancellationToken);
    }
}
