using System.Globalization;

namespace ModelRegistry.Postgres.Embedded;

/// <summary>The settings the private server runs with; given on the command line, they outrank <c>postgresql.conf</c>.</summary>
internal static class ServerSettings
{
    public const int Port = 5432;

    public static IEnumerable<string> Arguments(EmbeddedPostgresOptions options, string socketFolder) =>
        For(options, socketFolder).SelectMany(setting => new[] { "-c", $"{setting.Name}={setting.Value}" });

    private static IEnumerable<(string Name, string Value)> For(EmbeddedPostgresOptions options, string socketFolder)
    {
        var buffers = options.SharedBuffersMegabytes ?? (int)Math.Clamp(Memory() / 8, 64, 1024);
        var durable = options.Durable ? "on" : "off";
        return
        [
            ("listen_addresses", ""), ("port", Text(Port)), ("unix_socket_directories", socketFolder), ("unix_socket_permissions", "0700"),
            ("max_connections", Text(options.MaxConnections)),
            ("fsync", durable), ("full_page_writes", durable), ("synchronous_commit", durable),
            ("shared_buffers", $"{Text(buffers)}MB"), ("effective_cache_size", $"{Text(Math.Max(buffers * 3, 256))}MB"),
            ("work_mem", "16MB"), ("maintenance_work_mem", "128MB"), ("wal_buffers", "16MB"),
            // Few and slow checkpoints: the log is written once, its pages' first images are what costs.
            ("max_wal_size", "2GB"), ("min_wal_size", "128MB"), ("checkpoint_timeout", "15min"), ("checkpoint_completion_target", "0.9"), ("wal_compression", "on"),
            // Every statement here is short; compiling one costs more than it saves.
            ("jit", "off"), ("random_page_cost", "1.1"),
            ("timezone", "UTC"), ("log_timezone", "UTC"), ("lc_messages", "C"),
            // What befalls the server, not what it answers: a refused statement is the client's to report.
            ("logging_collector", "off"), ("log_min_messages", "log"), ("log_checkpoints", "off"), ("log_line_prefix", "%m [%p] "),
        ];
    }

    /// <summary>Megabytes this process may use; in a container its limit.</summary>
    private static long Memory() => GC.GetGCMemoryInfo().TotalAvailableMemoryBytes / (1024 * 1024);

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);
}
