using Npgsql;

namespace ModelRegistry.Silo.Hosting.Cluster;

/// <summary>
/// The tables of Orleans's AdoNet providers. The packages carry no scripts: those of the same version, from the source of Orleans, are read
/// from a folder and applied once, under a lock, so that silos may start together.
/// </summary>
internal static class AdoNetScripts
{
    private const long Lock = 0x6F726C65616E7332;

    private static readonly string[] Names = ["PostgreSQL-Main.sql", "PostgreSQL-Clustering.sql", "PostgreSQL-Persistence.sql", "PostgreSQL-Reminders.sql"];

    /// <summary>Makes the tables where they are missing.</summary>
    /// <param name="connectionString">The registry's database.</param>
    /// <param name="folder">Has the scripts, in itself or in folders below, as src/AdoNet in the source of Orleans; not needed where the tables are there.</param>
    /// <exception cref="Orleans.Runtime.OrleansConfigurationException">The tables are missing, and a script too.</exception>
    public static void EnsureApplied(string connectionString, string? folder)
    {
        using var source = NpgsqlDataSource.Create(connectionString);
        using var connection = source.OpenConnection();
        using var transaction = connection.BeginTransaction();
        Execute(connection, $"SELECT pg_advisory_xact_lock({Lock})");
        if (!Exists(connection))
        {
            foreach (var script in Read(folder))
                Execute(connection, script);
        }

        transaction.Commit();
    }

    private static bool Exists(NpgsqlConnection connection)
    {
        using var command = new NpgsqlCommand("SELECT to_regclass('orleansquery') IS NOT NULL", connection);
        return (bool)command.ExecuteScalar()!;
    }

    private static void Execute(NpgsqlConnection connection, string sql)
    {
        using var command = new NpgsqlCommand(sql, connection);
        command.ExecuteNonQuery();
    }

    private static IEnumerable<string> Read(string? folder)
    {
        var paths = Array.ConvertAll(Names, name => Find(folder, name));
        var missing = Names.Where((_, index) => paths[index] is null).ToArray();
        return missing.Length == 0
            ? paths.Select(path => File.ReadAllText(path!))
            : throw new Orleans.Runtime.OrleansConfigurationException(
                $"The database lacks the tables of Orleans's AdoNet providers, and {string.Join(", ", missing)} cannot be found in "
                + $"Orleans:SqlScripts ({folder ?? "not set"}): let it name the folder src/AdoNet in the source of Orleans of the same version, or apply the scripts by hand.");
    }

    private static string? Find(string? folder, string name)
        => Directory.Exists(folder) ? Directory.EnumerateFiles(folder, name, SearchOption.AllDirectories).Order(StringComparer.Ordinal).FirstOrDefault() : null;
}
