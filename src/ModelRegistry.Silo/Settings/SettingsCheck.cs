using System.ComponentModel.DataAnnotations;
using System.Globalization;
using System.Reflection;

namespace ModelRegistry.Silo.Settings;

/// <summary>Finds settings that are not known or have a value that cannot be.</summary>
internal static class SettingsCheck
{
    /// <exception cref="StartupException">One setting is wrong; names it, its value, where it was given, and what would be right.</exception>
    public static void Check(SettingLayers layers)
    {
        foreach (var section in layers.Combined.GetChildren())
        {
            var known = SettingSections.All.FirstOrDefault(one => string.Equals(one.Name, section.Key, StringComparison.OrdinalIgnoreCase));
            if (known.Options is null)
                throw new StartupException($"{section.Key} is no section of the settings ({Source(layers, section)}); {string.Join(", ", SettingSections.All.Select(one => one.Name))} are");
            if (section.Value is { Length: > 0 })
                throw new StartupException($"{section.Key} is '{section.Value}' ({layers.SourceOf(section.Path)}); a section with settings is wanted");
            CheckSection(layers, section, known.Options);
        }
    }

    private static void CheckSection(SettingLayers layers, IConfigurationSection section, Type options)
    {
        foreach (var child in section.GetChildren())
        {
            var property = options.GetProperty(child.Key, BindingFlags.Public | BindingFlags.Instance | BindingFlags.IgnoreCase)
                ?? throw new StartupException(
                    $"{child.Path} is no setting ({Source(layers, child)}); {string.Join(", ", options.GetProperties().Select(one => one.Name).Order(StringComparer.Ordinal))} are");
            if (SettingKind.IsValue(property.PropertyType))
                CheckValue(layers, child, property.PropertyType, property.GetCustomAttributes<ValidationAttribute>());
            else
                CheckList(layers, child, property.PropertyType.GetGenericArguments()[0]);
        }
    }

    private static void CheckList(SettingLayers layers, IConfigurationSection list, Type element)
    {
        if (list.Value is { Length: > 0 })
            throw Wrong(layers, list, "a list");
        foreach (var item in list.GetChildren())
        {
            if (SettingKind.IsValue(element))
                CheckValue(layers, item, element, []);
            else
                CheckSection(layers, item, element);
        }
    }

    private static void CheckValue(SettingLayers layers, IConfigurationSection setting, Type type, IEnumerable<ValidationAttribute> rules)
    {
        if (setting.Value is not { } text || SettingKind.Read(text, type) is not { } value)
            throw Wrong(layers, setting, SettingKind.Wanted(type));
        if (rules.FirstOrDefault(rule => !rule.IsValid(value)) is { } broken)
            throw Wrong(layers, setting, broken is RangeAttribute range ? Limits(range) : SettingKind.Wanted(type));
    }

    private static string Limits(RangeAttribute range) => string.Create(CultureInfo.InvariantCulture, $"{range.Minimum} to {range.Maximum}");

    private static StartupException Wrong(SettingLayers layers, IConfigurationSection setting, string wanted)
        => new($"{setting.Path} is '{SettingSecrets.Hide(setting.Path, setting.Value ?? "")}' ({Source(layers, setting)}); {wanted} is wanted");

    private static string Source(SettingLayers layers, IConfigurationSection section)
        => layers.SourceOf(section.AsEnumerable().FirstOrDefault(pair => pair.Value is not null).Key ?? section.Path);
}
