using System.Globalization;
using YamlDotNet.Core;
using YamlDotNet.RepresentationModel;

namespace ModelRegistry.Silo.Settings;

/// <summary>Reads a YAML file into <c>Section:Key</c> and value.</summary>
internal static class YamlSettings
{
    /// <summary>Empty when there is no such file; what stands there without a value is not set.</summary>
    /// <exception cref="StartupException">The file cannot be read or is no such YAML; names it and the line.</exception>
    public static IReadOnlyDictionary<string, string?> Read(string path)
    {
        var values = new Dictionary<string, string?>(StringComparer.OrdinalIgnoreCase);
        try
        {
            if (File.Exists(path) && Root(File.ReadAllText(path)) is { } root)
                Add(values, "", root);
        }
        catch (YamlException wrong)
        {
            throw new StartupException($"the settings {path} cannot be used: line {wrong.Start.Line}: {wrong.Message}", wrong);
        }
        catch (Exception wrong) when (wrong is IOException or UnauthorizedAccessException)
        {
            throw new StartupException($"the settings {path} cannot be read: {wrong.Message}", wrong);
        }

        return values;
    }

    private static YamlMappingNode? Root(string text)
    {
        var stream = new YamlStream();
        stream.Load(new StringReader(text));
        return stream.Documents switch
        {
            [] => null,
            [{ RootNode: YamlMappingNode root }] => root,
            [{ RootNode: var other }] => throw new YamlException(other.Start, other.End, "sections with settings are wanted"),
            [_, var second, ..] => throw new YamlException(second.RootNode.Start, second.RootNode.End, "a second document begins; one is wanted"),
        };
    }

    private static void Add(Dictionary<string, string?> values, string name, YamlNode node)
    {
        switch (node)
        {
            case YamlMappingNode mapping:
                foreach (var (key, value) in mapping.Children)
                    Add(values, Join(name, ((YamlScalarNode)key).Value!), value);
                break;
            case YamlSequenceNode sequence:
                foreach (var (index, value) in sequence.Children.Index())
                    Add(values, Join(name, index.ToString(CultureInfo.InvariantCulture)), value);
                break;
            case YamlScalarNode { Style: ScalarStyle.Plain, Value: null or "" or "~" or "null" }:
                break;
            case YamlScalarNode scalar when !values.TryAdd(name, scalar.Value):
                throw new YamlException(scalar.Start, scalar.End, $"{name} is given twice");
        }
    }

    private static string Join(string section, string key) => section.Length == 0 ? key : $"{section}:{key}";
}
