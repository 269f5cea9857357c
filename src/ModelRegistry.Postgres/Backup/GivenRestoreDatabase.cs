using ModelRegistry.Postgres.Embedded;
using Npgsql;

namespace ModelRegistry.Postgres.Backup;

/// <summary>An empty database of somebody else's server: filled in one transaction.</summary>
internal sealed class GivenRestoreDatabase : RestoreDatabase
{
    /// <summary>Whatever is in the database and neither PostgreSQL's own nor an extension's.</summary>
    private const string Contents = """
        SELECT s.nspname || '.' || o.name FROM (
            SELECT oid, 'pg_class'::regclass AS class, relnamespace AS schema, relname AS name FROM pg_class
            UNION ALL SELECT oid, 'pg_proc'::regclass, pronamespace, proname FROM pg_proc
            UNION ALL SELECT oid, 'pg_namespace'::regclass, oid, '*' FROM pg_namespace WHERE nspname <> 'public'
        ) o JOIN pg_namespace s ON s.oid = o.schema
        WHERE s.nspname !~ '^(pg_|information_schema$)'
          AND NOT EXISTS (SELECT FROM pg_depend d WHERE d.classid = o.class AND d.objid = o.oid AND d.deptype = 'e')
        ORDER BY 1 LIMIT 6
        """;

    private GivenRestoreDatabase(string connectionString, PostgresBinaries programs)
    {
        ConnectionString = connectionString;
        Programs = programs;
    }

    protected override string ConnectionString { get; }

    protected override PostgresBinaries Programs { get; }

    protected override string[] Options => ["--single-transaction"];

    public static async Task<GivenRestoreDatabase> OpenAsync(string connectionString, BackupManifest manifest, CancellationToken cancellationToken)
    {
        await using var connection = new NpgsqlConnection(new NpgsqlConnectionStringBuilder(connectionString) { Pooling = false }.ConnectionString);
        await connection.OpenAsync(cancellationToken);
        var major = connection.PostgreSqlVersion.Major;
        MustNotBeOlder(major, manifest);
        await MustBeEmptyAsync(connection, cancellationToken);
        var programs = await PostgresBinaries.FindClientAsync(PostgresPlaces.Usual, Math.Max(major, manifest.DumpMajor), cancellationToken);
        return new GivenRestoreDatabase(connectionString, programs);
    }

    public override ValueTask DisposeAsync() => ValueTask.CompletedTask;

    private static async Task MustBeEmptyAsync(NpgsqlConnection connection, CancellationToken cancellationToken)
    {
        await using var command = new NpgsqlCommand(Contents, connection);
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        var there = new List<string>();
        while (await reader.ReadAsync(cancellationToken))
            there.Add(reader.GetString(0));
        if (there.Count > 0)
            throw new BackupException($"the database {connection.Database} is not empty (it holds {string.Join(", ", there.Take(5))}{(there.Count > 5 ? ", …" : "")}): restore into a new database");
    }
}
