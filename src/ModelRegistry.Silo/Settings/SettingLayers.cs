namespace ModelRegistry.Silo.Settings;

/// <summary>
/// The settings from where they are given, the later winning: the host's own defaults, environment variables without a prefix,
/// <c>settings.yaml</c>, <c>notifications.json</c>, environment variables <c>MODELREG__Section__Key</c>, and the command line.
/// </summary>
internal sealed class SettingLayers
{
    private const string Prefix = "MODELREG__";
    private readonly List<(string Source, IConfigurationRoot Values)> _layers = [];

    private SettingLayers()
    {
    }

    /// <exception cref="StartupException">A file cannot be used.</exception>
    public static SettingLayers Read(string configDirectory, IReadOnlyDictionary<string, string?> environment, IReadOnlyDictionary<string, string?> commandLine)
    {
        var layers = new SettingLayers();
        layers.Add("environment", Named(new ConfigurationBuilder().AddEnvironmentVariables().Build()));
        layers.Add("settings.yaml", YamlSettings.Read(Path.Combine(configDirectory, "settings.yaml")));
        layers._layers.Add(("notifications.json", Json(Path.Combine(configDirectory, "notifications.json"))));
        layers.Add("environment", environment);
        layers._layers.Add(("environment", new ConfigurationBuilder().AddEnvironmentVariables(Prefix).Build()));
        layers.Add("command line", commandLine);
        return layers;
    }

    /// <summary>All of them as one.</summary>
    public IConfigurationRoot Combined => _layers.Aggregate(new ConfigurationBuilder(), (all, layer) => (ConfigurationBuilder)all.AddConfiguration(layer.Values)).Build();

    /// <summary>Puts what the host itself starts from under all others.</summary>
    public void AddDefaults(IReadOnlyDictionary<string, string?> values)
        => _layers.Insert(0, ("default", new ConfigurationBuilder().AddInMemoryCollection(values).Build()));

    /// <summary>Where a setting is given; <c>default</c> when it is given nowhere.</summary>
    public string SourceOf(string key) => _layers.FindLast(layer => layer.Values[key] is not null).Source ?? "default";

    private void Add(string source, IReadOnlyDictionary<string, string?> values) => _layers.Add((source, new ConfigurationBuilder().AddInMemoryCollection(values).Build()));

    /// <summary>Other programs have variables too: only those of our sections are settings.</summary>
    private static Dictionary<string, string?> Named(IConfigurationRoot all)
        => all.AsEnumerable().Where(pair => pair.Value is not null && SettingSections.Has(pair.Key)).ToDictionary(StringComparer.OrdinalIgnoreCase);

    private static IConfigurationRoot Json(string path)
    {
        try
        {
            return new ConfigurationBuilder().AddJsonFile(path, optional: true).Build();
        }
        catch (InvalidDataException exception)
        {
            throw new StartupException($"the webhooks {path} cannot be used: {exception.GetBaseException().Message}", exception);
        }
    }
}
