using System.CommandLine;
using System.Text.Json;
using ModelRegistry.Core;

namespace ModelRegistry.Silo.Settings;

/// <summary><c>modelreg-silo config show</c>. Exit code: 0 shown, 1 a setting is wrong.</summary>
internal static class ConfigCommand
{
    private static readonly Option<bool> Json = new("--json") { Description = "Write the settings as JSON" };

    /// <param name="read">Reads the settings as the host would, without a check.</param>
    public static Command Create(Func<ParseResult, SettingLayers> read)
    {
        var show = new Command("show", "Prints the settings that hold and where each came from; secrets are hidden") { Json };
        show.SetAction(parsed => Show(parsed, read));
        return new Command("config", "Works with the settings of the host") { show };
    }

    private static int Show(ParseResult parsed, Func<ParseResult, SettingLayers> read)
    {
        var (output, error) = (parsed.InvocationConfiguration.Output, parsed.InvocationConfiguration.Error);
        try
        {
            var layers = read(parsed);
            SettingsCheck.Check(layers);
            var settings = EffectiveSettings.Of(layers).ToList();
            output.WriteLine(parsed.GetValue(Json) ? JsonSerializer.Serialize(settings, RegistryJson.Options) : Table(settings));
            return 0;
        }
        catch (StartupException wrong)
        {
            error.WriteLine($"modelreg-silo: {wrong.Message}");
            return 1;
        }
    }

    private static string Table(List<EffectiveSetting> settings)
    {
        var (name, source) = (settings.Max(one => one.Name.Length), settings.Max(one => one.Source.Length));
        return string.Join(Environment.NewLine, settings.Select(one => $"{one.Name.PadRight(name)}  {one.Source.PadRight(source)}  {one.Value}".TrimEnd()));
    }
}
