using System.CommandLine;
using Microsoft.Extensions.Options;
using ModelRegistry.Postgres;
using ModelRegistry.Postgres.Artifacts;
using ModelRegistry.Postgres.Backup;
using ModelRegistry.Grains.Registry;
using ModelRegistry.Postgres.Embedded;
using ModelRegistry.Postgres.Events;
using ModelRegistry.Postgres.Log;
using ModelRegistry.Silo.Hosting;
using ModelRegistry.Silo.Settings;
using Npgsql;
using Orleans.Runtime;
using HostOptions = ModelRegistry.Silo.Settings.HostOptions;

namespace ModelRegistry.Silo;

/// <summary>The command line of the host.</summary>
internal static class ServeCommand
{
    private const int PoolSize = 45;
    private const string PostgresVariable = "MODELREG_POSTGRES";
    private static readonly Option<string?> Urls = new("--urls") { Description = $"Addresses to listen on, separated by semicolons; {ServeSettings.DefaultUrls} by default", Recursive = true };
    private static readonly Option<DirectoryInfo?> Data = new("--data-dir") { Description = "Folder for the private PostgreSQL, artifacts, the admin token and the audit key", Recursive = true };
    private static readonly Option<string?> Postgres = new("--postgres") { Description = $"Connection string of a PostgreSQL to use instead of a private one (or {PostgresVariable})", Recursive = true };
    private static readonly Option<DirectoryInfo> Config = new("--config-dir")
    {
        Description = "Folder with settings.yaml and the promotion and drift policies",
        DefaultValueFactory = _ => new(ServeSettings.DefaultConfigDirectory),
        Recursive = true,
    };

    private static readonly Option<string[]> Set = new("--set") { Description = "A setting, as Section:Key=VALUE; may be given several times", Recursive = true };

    public static Task<int> RunAsync(string[] args)
    {
        var invocation = new InvocationConfiguration { ProcessTerminationTimeout = null };
        return Create().Parse(args).InvokeAsync(invocation, CancellationToken.None);
    }

    internal static RootCommand Create()
    {
        var root = new RootCommand("The model registry's host: HTTP facade, grains and, unless told otherwise, a private PostgreSQL.")
        {
            Urls, Data, Postgres, Config, Set, ConfigCommand.Create(Layers),
        };
        root.SetAction(ServeAsync);
        return root;
    }

    /// <summary>All settings, not yet checked.</summary>
    private static SettingLayers Layers(ParseResult parsed)
    {
        var environment = Environment.GetEnvironmentVariable(PostgresVariable) is { Length: > 0 } postgres ? One(nameof(HostOptions.Postgres), postgres) : [];
        var folder = parsed.GetValue(Config)!.FullName;
        var layers = SettingLayers.Read(folder, environment, CommandLine(parsed));
        var data = layers.Combined[$"{HostOptions.Section}:{nameof(HostOptions.DataDirectory)}"] ?? DefaultDataFolder.Path;
        layers.AddDefaults(new Dictionary<string, string?>(StringComparer.Ordinal)
        {
            [$"{RegistryOptions.Section}:{nameof(RegistryOptions.PromotionPolicyPath)}"] = Path.Combine(folder, "promotion-policy.yaml"),
            [$"{CheckpointOptions.Section}:{nameof(CheckpointOptions.KeyFile)}"] = Path.Combine(Path.GetFullPath(data), "audit-key.pem"),
            [$"{ArtifactOptions.Section}:{nameof(ArtifactOptions.Store)}"] = (GrainHost.SingleProcess ? ArtifactPlace.Files : ArtifactPlace.Database).ToString(),
            [$"{PredictionLogOptions.Section}:{nameof(PredictionLogOptions.SoleWriter)}"] = GrainHost.SingleProcess ? "true" : "false",
        });
        return layers;
    }

    private static Dictionary<string, string?> CommandLine(ParseResult parsed)
    {
        var given = new Dictionary<string, string?>(StringComparer.OrdinalIgnoreCase);
        foreach (var setting in parsed.GetValue(Set) ?? [])
        {
            var equals = setting.IndexOf('=', StringComparison.Ordinal);
            if (equals <= 0 || !setting[..equals].Contains(':', StringComparison.Ordinal))
                throw new StartupException($"--set '{(equals < 0 ? setting : setting[..equals])}' is no setting; Section:Key=VALUE is wanted, such as LogRetention:KeepDays=30");
            given[setting[..equals]] = setting[(equals + 1)..];
        }

        foreach (var (key, value) in ((string, string?)[])[
            (nameof(HostOptions.Urls), parsed.GetValue(Urls)), (nameof(HostOptions.DataDirectory), parsed.GetValue(Data)?.FullName), (nameof(HostOptions.Postgres), parsed.GetValue(Postgres))])
        {
            if (value is not null)
                given[$"{HostOptions.Section}:{key}"] = value;
        }

        return given;
    }

    private static Dictionary<string, string?> One(string key, string value) => new(StringComparer.OrdinalIgnoreCase) { [$"{HostOptions.Section}:{key}"] = value };

    private static ServeSettings Settings(ParseResult parsed)
    {
        var layers = Layers(parsed);
        SettingsCheck.Check(layers);
        ArtifactStart.Check(layers, GrainHost.SingleProcess);
        var host = layers.Combined.GetSection(HostOptions.Section).Get<HostOptions>() ?? new HostOptions();
        return new()
        {
            Urls = Addresses(host.Urls),
            DataDirectory = Path.GetFullPath(host.DataDirectory),
            ConfigDirectory = parsed.GetValue(Config)!.FullName,
            Postgres = Connection(host.Postgres),
            Given = layers.Combined,
        };
    }

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
