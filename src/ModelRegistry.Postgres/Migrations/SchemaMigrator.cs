using System.Data;
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
        await LockAsync(connection, logger, cancellationToken);
        try
        {
            await ExecuteAsync(connection, """
                CREATE TABLE IF NOT EXISTS schema_migrations (
                    number int PRIMARY KEY, name text NOT NULL, sha256 text NOT NULL, applied_at timestamptz NOT NULL DEFAULT now())
                """, [], cancellationToken);
            var applied = await ReadAppliedAsync(connection, cancellationToken);
            Check(applied, migrations);
            foreach (var migration in migrations.Skip(applied.Count))
            {
                await ApplyAsync(connection, migration, cancellationToken);
                Applied(logger, migration.Name);
            }
        }
        finally
        {
            // A connection that broke has given its lock back, and its own error is the one to report.
            if (connection.State == ConnectionState.Open)
                await ExecuteAsync(connection, "SELECT pg_advisory_unlock($1)", [LockKey], CancellationToken.None);
        }
    }

    /// <summary>The steps that a database has, in order; none before its first start.</summary>
    internal static async Task<IReadOnlyList<AppliedStep>> ReadAppliedAsync(NpgsqlConnection connection, CancellationToken cancellationToken)
    {
        var applied = new List<AppliedStep>();
        await using var command = new NpgsqlCommand("SELECT number, name, sha256 FROM schema_migrations ORDER BY number", connection);
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        while (await reader.ReadAsync(cancellationToken))
            applied.Add(new AppliedStep { Number = reader.GetInt32(0), Name = reader.GetString(1), Sha256 = reader.GetString(2) });
        return applied;
    }

    /// <summary>Holds what was applied against what this program would apply: the same steps, as far as they go.</summary>
    /// <exception cref="SchemaException">A step is not known here, was changed since, or is missing before a later one.</exception>
    internal static void Check(IReadOnlyList<AppliedStep> applied, IReadOnlyList<Migration> migrations)
    {
        foreach (var (step, at) in applied.Select((step, at) => (step, at)))
        {
            if (migrations.All(known => known.Number != step.Number))
                throw new SchemaException($"the database has the schema step {step.Name}, which this program does not know: it belongs to a newer version; start that one");
            var migration = migrations[at];
            if (migration.Number != step.Number)
                throw new SchemaException($"the database has the schema step {step.Name} but not {migration.Name} before it: it was made by another program than this");
            if (!string.Equals(step.Sha256, migration.Digest, StringComparison.Ordinal))
                throw new SchemaException($"the schema step {migration.Name} was changed after it was applied (SHA-256 then {step.Sha256}, now {migration.Digest}): restore it, and put the change in a new step");
        }
    }

    private static async Task LockAsync(NpgsqlConnection connection, ILogger logger, CancellationToken cancellationToken)
    {
        await using (var attempt = new NpgsqlCommand("SELECT pg_try_advisory_lock($1)", connection))
        {
            attempt.Parameters.AddWithValue(LockKey);
            if (await attempt.ExecuteScalarAsync(cancellationToken) is true)
                return;
        }

        Waiting(logger);
        await ExecuteAsync(connection, "SELECT pg_advisory_lock($1)", [LockKey], cancellationToken);
    }

    private static async Task ApplyAsync(NpgsqlConnection connection, Migration migration, CancellationToken cancellationToken)
    {
        await using var transaction = await connection.BeginTransactionAsync(cancellationToken);
        await ExecuteAsync(connection, migration.Sql, [], cancellationToken);
        await ExecuteAsync(connection, "INSERT INTO schema_migrations (number, name, sha256) VALUES ($1, $2, $3)",
            [migration.Number, migration.Name, migration.Digest], cancellationToken);
        await transaction.CommitAsync(cancellationToken);
    }

    private static async Task ExecuteAsync(NpgsqlConnection connection, string sql, object[] parameters, CancellationToken cancellationToken)
    {
        await using var command = new NpgsqlCommand(sql, connection) { CommandTimeout = 0 };
        foreach (var parameter in parameters)
            command.Parameters.AddWithValue(parameter);
        await command.ExecuteNonQueryAsync(cancellationToken);
    }

    [LoggerMessage(EventId = 1, Level = LogLevel.Information, Message = "Another host is bringing the database to its schema; waiting for it")]
    private static partial void Waiting(ILogger logger);

    [LoggerMessage(EventId = 2, Level = LogLevel.Information, Message = "Applied schema step {Name}")]
    private static partial void Applied(ILogger logger, string name);
}
