using System.Data;
using System.Globalization;
using ModelRegistry.Postgres.Artifacts;
using ModelRegistry.Postgres.Migrations;
using Npgsql;

namespace ModelRegistry.Postgres.Backup;

/// <summary>One moment of a database, held by a transaction: what is read here and what <c>pg_dump</c> reads by its name is the same.</summary>
internal sealed class DatabaseSnapshot : IAsyncDisposable
{
    private readonly NpgsqlConnection _connection;

    private DatabaseSnapshot(NpgsqlConnection connection) => _connection = connection;

    /// <summary>The name of the snapshot, for other sessions.</summary>
    public required string Name { get; init; }

    public required DateTimeOffset TakenAt { get; init; }

    public required IReadOnlyList<AppliedStep> Schema { get; init; }

    public string Database => _connection.Database;

    /// <summary>Version of the server, such as <c>15.13</c>.</summary>
    public string Server => _connection.PostgreSqlVersion.ToString();

    public int Major => _connection.PostgreSqlVersion.Major;

    /// <exception cref="BackupException">The database is none of a registry.</exception>
    public static async Task<DatabaseSnapshot> TakeAsync(string connectionString, CancellationToken cancellationToken)
    {
        var connection = new NpgsqlConnection(new NpgsqlConnectionStringBuilder(connectionString) { Pooling = false }.ConnectionString);
        try
        {
            await connection.OpenAsync(cancellationToken);
            await ArtifactHold.TakeAsync(connection, cancellationToken);
            // Ended by closing the connection: there is nothing to commit.
            await connection.BeginTransactionAsync(IsolationLevel.RepeatableRead, cancellationToken);
            await using var command = new NpgsqlCommand("SELECT pg_export_snapshot(), now(), set_config('idle_in_transaction_session_timeout', '0', true)", connection);
            string name;
            DateTimeOffset at;
            await using (var reader = await command.ExecuteReaderAsync(cancellationToken))
            {
                await reader.ReadAsync(cancellationToken);
                (name, at) = (reader.GetString(0), reader.GetFieldValue<DateTimeOffset>(1));
            }

            return new DatabaseSnapshot(connection) { Name = name, TakenAt = at, Schema = await ReadSchemaAsync(connection, cancellationToken) };
        }
        catch
        {
            await connection.DisposeAsync();
            throw;
        }
    }

    /// <summary>The digests of all artifacts that the registry knows and keeps in files.</summary>
    public async Task<IReadOnlySet<string>> ReadArtifactsAsync(CancellationToken cancellationToken)
    {
        await using var command = new NpgsqlCommand("SELECT digest FROM artifacts WHERE content IS NULL AND bytes IS NULL", _connection);
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        var digests = new HashSet<string>(StringComparer.Ordinal);
        while (await reader.ReadAsync(cancellationToken))
            digests.Add(reader.GetString(0));
        return digests;
    }

    public ValueTask DisposeAsync() => _connection.DisposeAsync();

    private static async Task<IReadOnlyList<AppliedStep>> ReadSchemaAsync(NpgsqlConnection connection, CancellationToken cancellationToken)
    {
        try
        {
            return await SchemaMigrator.ReadAppliedAsync(connection, cancellationToken);
        }
        catch (PostgresException none) when (none.SqlState == PostgresErrorCodes.UndefinedTable)
        {
            throw new BackupException(string.Create(CultureInfo.InvariantCulture, $"the database {connection.Database} holds no registry: no host has been started on it"), none);
        }
    }
}
