using System.CommandLine;
using ModelRegistry.Postgres;
using ModelRegistry.Postgres.Backup;
using ModelRegistry.Postgres.Embedded;

namespace ModelRegistry.Cli.Database;

/// <summary>Which registry a command works on without asking its host: the same options as the host's own.</summary>
internal static class DatabaseOptions
{
    private const string Variable = "MODELREG_POSTGRES";

    public static Option<string> Data { get; } = new("--data-dir")
    {
        Description = "The host's data folder: artifacts, and the private PostgreSQL unless --postgres is given",
        DefaultValueFactory = _ => DefaultDataFolder.Path,
    };

    public static Option<string?> Postgres { get; } = new("--postgres")
    {
        Description = $"Connection string of the PostgreSQL that is used instead of a private one (or {Variable})",
    };

    /// <exception cref="FormatException">The connection string is none.</exception>
    public static RegistryPlace Read(ParseResult parsed)
    {
        var given = parsed.GetValue(Postgres) ?? Environment.GetEnvironmentVariable(Variable);
        if (!string.IsNullOrWhiteSpace(given))
            PostgresServices.CheckConnectionString(Postgres.Name, given);
        return new()
        {
            DataDirectory = Path.GetFullPath(parsed.GetRequiredValue(Data)),
            Postgres = string.IsNullOrWhiteSpace(given) ? null : given,
        };
    }
}
