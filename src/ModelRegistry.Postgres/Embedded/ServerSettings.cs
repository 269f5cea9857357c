using System.Globalization;
using Npgsql;

namespace ModelRegistry.Postgres.Embedded;

/// <summary>The settings the private server runs with; given on the command line, they outrank <c>postgresql.conf</c>.</summary>
internal static class ServerSettings
{
    /// <summary>Part of the socket's name; nothing listens on it.</summary>
    public const int Port = 5432;

    /// <summary>Connections that pools leave free, for appends, for tools and for the server's owner.</summary>
    private const int Spare = 20;

    private const int Pools = 2;

    public static IEnumerable<string> Arguments(EmbeddedPostgresOptions options, ServerMachine machine, string socketFolder) =>
        For(options, machine, socketFolder).SelectMany(setting => new[] { "-c", $"{setting.Key}={setting.Value}" });

    /// <summary>
    /// Reaches a database of the server behind a socket as its owner. A host has two pools on it, the registry's and the grain runtime's: who finds
    /// both full waits for a connection, and the server never has to refuse one.
    /// </summary>
    public static string ConnectionString(string socketFolder, string database, int maxConnections) => new NpgsqlConnectionStringBuilder
    {
        Host = socketFolder,
        Port = Port,
        Username = ClusterMaker.SuperUser,
        Database = database,
        MaxPoolSize = Math.Max(1, (maxConnections - Spare) / Pools),
        ApplicationName = "modelregistry",
    }.ConnectionString;

    /// <summary>
    /// The host shares the machine, so the server takes an eighth of the memory for itself and leaves the rest to the host and to the system's
    /// cache. What a crash may cost is never tuned: a commit is on disk before it is answered, whatever the size.
    /// </summary>
    public static IReadOnlyDictionary<string, string> For(EmbeddedPostgresOptions options, ServerMachine machine, string socketFolder)
    {
        var memory = machine.MemoryMegabytes;
        var durable = options.Durable ? "on" : "off";
        return new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["listen_addresses"] = "",
            ["port"] = Text(Port),
            ["unix_socket_directories"] = socketFolder,
            ["unix_socket_permissions"] = "0700",
            ["max_connections"] = Text(options.MaxConnections),
            ["fsync"] = durable,
            ["full_page_writes"] = durable,
            ["synchronous_commit"] = durable,

            ["shared_buffers"] = Megabytes(options.SharedBuffersMegabytes ?? Math.Clamp(memory / 8, 64, 1024)),
            ["effective_cache_size"] = Megabytes(Math.Max(memory / 2, 128)),
            ["work_mem"] = Megabytes(Math.Clamp(memory / 512, 4, 32)),
            ["maintenance_work_mem"] = Megabytes(Math.Clamp(memory / 16, 32, 256)),

            // Few and slow checkpoints: the log is written once, its pages' first images are what costs. A small disk is not filled by it.
            ["max_wal_size"] = Megabytes(Math.Clamp(machine.DiskMegabytes / 10, 128, 2048)),
            ["min_wal_size"] = Megabytes(Math.Clamp(machine.DiskMegabytes / 20, 64, 128)),
            ["checkpoint_timeout"] = "15min",
            ["wal_compression"] = "on",

            // Every statement here is short: compiling one costs more than it saves, and cores are for many at once before they are for one.
            ["jit"] = "off",
            ["random_page_cost"] = "1.1",
            ["max_parallel_workers_per_gather"] = Text(Math.Clamp(machine.Cores / 4, 0, 2)),

            // The partition of the day grows from nothing: its statistics are taken again before plans are made on those of an empty table.
            ["autovacuum_naptime"] = "20s",
            ["autovacuum_analyze_scale_factor"] = "0.05",

            ["timezone"] = "UTC",
            ["log_timezone"] = "UTC",
            ["lc_messages"] = "C",

            // What befalls the server, not what it answers: a refused statement is the client's to report.
            ["logging_collector"] = "off",
            ["log_min_messages"] = "log",
            ["log_checkpoints"] = "off",
            ["log_line_prefix"] = "%m [%p] ",
        };
    }

    private static string Megabytes(long number) => string.Create(CultureInfo.InvariantCulture, $"{number}MB");

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);
}
