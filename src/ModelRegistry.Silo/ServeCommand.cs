using System.CommandLine;
using Microsoft.Extensions.Options;
using ModelRegistry.Postgres;
using ModelRegistry.Postgres.Backup;
using ModelRegistry.Postgres.Embedded;
using Npgsql;
using Orleans.Runtime;

namespace ModelRegistry.Silo;

/// <summary>The command line of the host.</summary>
internal static class ServeCommand
{
    private const int PoolSize = 45;
    private static readonly Option<string> Urls = new("--urls") { Description = "Addresses to listen on, separated by semicolons", DefaultValueFactory = _ => ServeSettings.DefaultUrls };
    private static readonly Option<DirectoryInfo> Data = new("--data-dir") { Description = "Folder for the private PostgreSQL, artifacts and the admin token", DefaultValueFactory = _ => new(DefaultDataFolder.Path) };
    private static readonly Option<string?> Postgres = new("--postgres") { Description = "Connection string of a PostgreSQL to use instead of a private one (or MODELREG_POSTGRES)" };
    private static readonly Option<DirectoryInfo> Config = new("--config-dir") { Description = "Folder with the promotion and drift policies", DefaultValueFactory = _ => new(ServeSettings.DefaultConfigDirectory) };

    public static Task<int> RunAsync(string[] args)
    {
        var root = new RootCommand("The model registry's host: HTTP facade, grains and, unless told otherwise, a private PostgreSQL.") { Urls, Data, Postgres, Config };
        root.SetAction(ServeAsync);
        var invocation = new InvocationConfiguration { ProcessTerminationTimeout = null };
        return root.Parse(args).InvokeAsync(invocation, CancellationToken.None);
    }

    private static ServeSettings Settings(ParseResult parsed) => new()
    {
        Urls = Addresses(parsed.GetValue(Urls)!),
        DataDirectory = parsed.GetValue(Data)!.FullName,
        ConfigDirectory = parsed.GetValue(Config)!.FullName,
        Postgres = Connection(parsed.GetValue(Postgres) ?? Environment.GetEnvironmentVariable("MODELREG_POSTGRES")),
    };

    private static string[] Addresses(string urls)
    {
        var addresses = urls.Split(';', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        // Kestrel's own form: its host may be * or +, which is no address to others.
        foreach (var address in addresses.DefaultIfEmpty(urls))
        {
            var whole = address.Replace("//*", "//localhost", StringComparison.Ordinal).Replace("//+", "//localhost", StringComparison.Ordinal);
            if (!Uri.TryCreate(whole, UriKind.Absolute, out var uri) || uri.Scheme is not ("http" or "https"))
                throw new StartupException($"--urls '{address}' is no address to listen on; http://HOST:PORT is needed");
        }

        return addresses;
    }

    /// <summary>An empty one is none. Unless it says otherwise, the two pools of a host fit into the connections that PostgreSQL takes by default.</summary>
    private static string? Connection(string? given)
    {
        if (string.IsNullOrWhiteSpace(given))
            return null;
        try
        {
            PostgresServices.CheckConnectionString("--postgres", given);
            var settings = new NpgsqlConnectionStringBuilder(given);
            if (!settings.ShouldSerialize("Maximum Pool Size"))
                settings.MaxPoolSize = PoolSize;
            return settings.ConnectionString;
        }
        catch (FormatException wrong)
        {
            throw new StartupException(wrong.Message, wrong);
        }
    }

    private static async Task<int> ServeAsync(ParseResult parsed, CancellationToken cancellationToken)
    {
        try
        {
            await Host.RunAsync(Settings(parsed), cancellationToken);
            return 0;
        }
        catch (Exception exception) when (exception is EmbeddedPostgresException or BackupException or StartupException or OrleansConfigurationException or OrleansException
            or OptionsValidationException)
        {
            await Console.Error.WriteLineAsync($"modelreg-silo: {exception.Message}");
            return 1;
        }
    }
}
