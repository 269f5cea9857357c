using Npgsql;

namespace Orleans.InProcess;

/// <summary>The tables of the runtime. Every statement can be run again, so that starting is upgrading.</summary>
internal static class PostgresSchema
{
    /// <summary>The advisory lock that one host at a time holds on a database. The number has no meaning but must not change.</summary>
    public const long HostLock = 0x6F726C65616E7331;

    private const string Sql =
        """
        CREATE SCHEMA IF NOT EXISTS orleans;

        -- Who holds the advisory lock; of no force by itself.
        CREATE TABLE IF NOT EXISTS orleans.host (
            only_row boolean PRIMARY KEY DEFAULT true CHECK (only_row),
            machine text NOT NULL,
            process_id integer NOT NULL,
            started_at timestamptz NOT NULL);

        -- payload is json, not jsonb: numbers come back as they were written. A cleared state keeps its row, without payload,
        -- so that its etag goes on and a stale writer is found out.
        CREATE TABLE IF NOT EXISTS orleans.grain_state (
            storage text NOT NULL,
            state_name text NOT NULL,
            grain_id text NOT NULL,
            etag bigint NOT NULL,
            payload json,
            written_at timestamptz NOT NULL DEFAULT now(),
            PRIMARY KEY (grain_id, state_name, storage));

        CREATE TABLE IF NOT EXISTS orleans.reminder (
            grain_id text NOT NULL,
            name text NOT NULL,
            start_at timestamptz NOT NULL,
            period interval NOT NULL,
            version bigint NOT NULL,
            PRIMARY KEY (grain_id, name));

        CREATE SEQUENCE IF NOT EXISTS orleans.reminder_version;
        """;

    public static async Task ApplyAsync(NpgsqlConnection connection, CancellationToken cancellationToken)
    {
        await using var command = new NpgsqlCommand(Sql, connection);
        await command.ExecuteNonQueryAsync(cancellationToken);
    }
}
