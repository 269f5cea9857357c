using System.Globalization;
using Npgsql;
using Npgsql.Replication;

namespace ModelRegistry.Postgres.Embedded;

/// <summary>Makes sure that the server behind a socket is the one of a data folder, and that its database is there.</summary>
internal static class ServerIdentity
{
    /// <summary>
    /// Asks the server which system it runs, by the replication protocol: its answer is from its memory, where SQL would read the file that
    /// lies at its path now.
    /// </summary>
    /// <exception cref="EmbeddedPostgresException">Another server answers.</exception>
    public static async Task CheckAsync(string connectionString, DataFolder folder, CancellationToken cancellationToken)
    {
        await using var connection = new PhysicalReplicationConnection(connectionString);
        await connection.Open(cancellationToken);
        var path = await connection.Show("data_directory", cancellationToken);
        var identifier = (await connection.IdentifySystem(cancellationToken)).SystemId;
        var ours = folder.ReadSystemIdentifier().ToString(CultureInfo.InvariantCulture);
        if (!string.Equals(path, folder.Data, StringComparison.Ordinal) || !string.Equals(identifier, ours, StringComparison.Ordinal))
        {
            throw new EmbeddedPostgresException(
                $"the PostgreSQL that answers for {folder.Data} (system {ours}) is another: its data was in {path} when it started (system {identifier}). Stop it, or choose another data folder");
        }
    }

    public static async Task EnsureDatabaseAsync(NpgsqlDataSource maintenance, string name, CancellationToken cancellationToken)
    {
        await using var find = maintenance.CreateCommand("SELECT count(*) FROM pg_database WHERE datname = $1");
        find.Parameters.AddWithValue(name);
        if (await find.ExecuteScalarAsync(cancellationToken) is 1L)
            return;
        var quoted = name.Replace("\"", "\"\"", StringComparison.Ordinal);
        await using var create = maintenance.CreateCommand($"CREATE DATABASE \"{quoted}\"");
        await create.ExecuteNonQueryAsync(cancellationToken);
    }
}
