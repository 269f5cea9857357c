using Microsoft.Extensions.Logging;
using Npgsql;

namespace ModelRegistry.Postgres.Migrations;

/// <summary>Brings a database to the schema of this program. Many hosts may start at once: they take turns by an advisory lock.</summary>
public static partial class SchemaMigrator
{
    /// <summary>The advisory lock; any constant number that nothing else uses.</summary>
    private const long LockKey = 0x6d6f64656c726567;

    /// <summary>Applies every step the database lacks, in order, each in its own transaction.</summary>
    /// <exception cref="SchemaException">A step that was applied has since been changed, or the database has steps this program does not know.</exception>
    public static Task ApplyAsync(NpgsqlDataSource database, ILogger logger, CancellationToken cancellationToken = default) =>
        ApplyAsync(database, Migration.All, logger, cancellationToken);

    internal static async Task ApplyAsync(
        NpgsqlDataSource database, IReadOnlyList<Migration> migrations, ILogger logger, CancellationToken cancellationToken)
    {
        await using var connection = await database.OpenConnectionAsync(cancellationToken);
        await ExecuteAsync(connection, "SELECT pg_advisory_lock($1)", [LockKey], cancellationToken);
        try
        {
            await ExecuteAsync(connection, """
                CREATE TABLE IF NOT EXISTS schema_migrations (
                    number int PRIMARY KEY, name text NOT NULL, sha256 text NOT NULL, applied_at timestamptz NOT NULL DEFAULT now())
                """, [], cancellationToken);
            var applied = await ReadAppliedAsync(connection, cancellationToken);
            Check(applied, migrations);
            foreach (var migration in migrations.Where(migration => !applied.ContainsKey(migration.Number)))
            {
                await ApplyAsync(connection, migration, cancellationToken);
                Applied(logger, migration.Name);
            }
        }
        finally
        {
            await ExecuteAsync(connection, "SELECT pg_advisory_unlock($1)", [LockKey], CancellationToken.None);
        }
    }

    private static void Check(Dictionary<int, (string Name, string Digest)> applied, IReadOnlyList<Migration> migrations)
    {
        var known = migrations.ToDictionary(migration => migration.Number);
        foreach (var (number, (name, digest)) in applied.OrderBy(one => one.Key))
        {
            if (!known.TryGetValue(number, out var migration))
                throw new SchemaException($"the database has the schema step {name}, which this program does not know: it belongs to a newer version; start that one");
            if (!string.Equals(digest, migration.Digest, StringComparison.Ordinal))
                throw new SchemaException($"the schema step {migration.Name} was changed after it was applied (SHA-256 then {digest}, now {migration.Digest}): restore it, and put the change in a new step");
        }
    }

    private static async Task ApplyAsync(NpgsqlConnection connection, Migration migration, CancellationToken cancellationToken)
    {
        await using var transaction = await connection.BeginTransactionAsync(cancellationToken);
        await ExecuteAsync(connection, migration.Sql, [], cancellationToken);
        await ExecuteAsync(connection, "INSERT INTO schema_migrations (number, name, sha256) VALUES ($1, $2, $3)",
            [migration.Number, migration.Name, migration.Digest], cancellationToken);
        await transaction.CommitAsync(cancellationToken);
    }

    private static async Task<Dictionary<int, (string Name, string Digest)>> ReadAppliedAsync(NpgsqlConnection connection, CancellationToken cancellationToken)
    {
        var applied = new Dictionary<int, (string, string)>();
        await using var command = new NpgsqlCommand("SELECT number, name, sha256 FROM schema_migrations", connection);
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        while (await reader.ReadAsync(cancellationToken))
            applied.Add(reader.GetInt32(0), (reader.GetString(1), reader.GetString(2)));
        return applied;
    }

    private static async Task ExecuteAsync(NpgsqlConnection connection, string sql, object[] parameters, CancellationToken cancellationToken)
    {
        await using var command = new NpgsqlCommand(sql, connection) { CommandTimeout = 0 };
        foreach (var parameter in parameters)
            command.Parameters.AddWithValue(parameter);
        await command.ExecuteNonQueryAsync(cancellationToken);
    }

    [LoggerMessage(Level = LogLevel.Information, Message = "Applied schema step {Name}")]
    private static partial void Applied(ILogger logger, string name);
}
