using System.Globalization;
using ModelRegistry.Core;
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

    private static YamlMappingNode? Root(string text) => YamlText.Root(text) switch
    {
        null or YamlScalarNode { Style: ScalarStyle.Plain, Value: null or "" or "~" or "null" } => null,
        YamlMappingNode root => root,
        var other => throw new YamlException(other.Start, other.End, "sections with settings are wanted"),
    };

    private static void Add(Dictionary<string, string?> values, string name, YamlNode node, int depth = 0)
    {
        // An alias may stand within what it stands for.
        if (depth > YamlText.MaxDepth)
            throw new YamlException(node.Start, node.End, $"{name[..Math.Min(name.Length, 60)]}… contains itself");
        switch (node)
        {
            case YamlMappingNode mapping:
                foreach (var (key, value) in mapping.Children)
                    Add(values, Join(name, Key(key)), value, depth + 1);
                break;
            case YamlSequenceNode sequence:
                foreach (var (index, value) in sequence.Children.Index())
                    Add(values, Join(name, index.ToString(CultureInfo.InvariantCulture)), value, depth + 1);
                break;
            case YamlScalarNode { Style: ScalarStyle.Plain, Value: null or "" or "~" or "null" }:
                break;
            case YamlScalarNode scalar when !values.TryAdd(name, scalar.Value):
                throw new YamlException(scalar.Start, scalar.End, $"{name} is given twice");
        }
    }

    private static string Key(YamlNode key) => key is YamlScalarNode { Value: { Length: > 0 } text }
        ? text
        : throw new YamlException(key.Start, key.End, "a key is plain text");

    private static string Join(string section, string key) => section.Length == 0 ? key : $"{section}:{key}";
}
