using System.CommandLine;
using ModelRegistry.Cli.Client;
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
        HelpName = "FOLDER",
        DefaultValueFactory = _ => DefaultDataFolder.Path,
    };

    public static Option<string?> Postgres { get; } = new("--postgres")
    {
        Description = $"Connection string of the PostgreSQL that is used instead of a private one (or {Variable})",
        HelpName = "CONNECTION",
    };

    /// <exception cref="CommandException">The connection string is none.</exception>
    public static RegistryPlace Read(ParseResult parsed) => new()
    {
        DataDirectory = Path.GetFullPath(parsed.GetRequiredValue(Data)),
        Postgres = Connection(parsed.GetValue(Postgres) ?? Environment.GetEnvironmentVariable(Variable)),
    };

    private static string? Connection(string? given)
    {
        if (string.IsNullOrWhiteSpace(given))
            return null;
        try
        {
            PostgresServices.CheckConnectionString(Postgres.Name, given);
            return given;
        }
        catch (FormatException wrong)
        {
            throw new CommandException(wrong.Message);
        }
    }
}
