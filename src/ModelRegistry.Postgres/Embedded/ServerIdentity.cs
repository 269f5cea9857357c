using System.Globalization;
using Npgsql;

namespace ModelRegistry.Postgres.Embedded;

/// <summary>Makes sure that the server behind a socket is the one of a data folder, and that its database is there.</summary>
internal static class ServerIdentity
{
    /// <exception cref="EmbeddedPostgresException">Another server answers.</exception>
    public static async Task CheckAsync(NpgsqlDataSource maintenance, DataFolder folder, CancellationToken cancellationToken)
    {
        await using var command = maintenance.CreateCommand("SELECT current_setting('data_directory'), system_identifier FROM pg_control_system()");
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        await reader.ReadAsync(cancellationToken);
        var (path, identifier) = (reader.GetString(0), unchecked((ulong)reader.GetInt64(1)));
        var ours = folder.ReadSystemIdentifier();
        if (!string.Equals(path, folder.Data, StringComparison.Ordinal) || identifier != ours)
        {
            throw new EmbeddedPostgresException(string.Create(CultureInfo.InvariantCulture,
                $"the PostgreSQL that answers for {folder.Data} (system {ours}) is another: its data is in {path} (system {identifier}). Stop it, or choose another data folder"));
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
