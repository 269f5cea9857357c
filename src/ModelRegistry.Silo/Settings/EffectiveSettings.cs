using System.Reflection;

namespace ModelRegistry.Silo.Settings;

/// <summary>All settings as they hold: those that were given, and the defaults of the others.</summary>
internal static class EffectiveSettings
{
    public static IEnumerable<EffectiveSetting> Of(SettingLayers layers)
    {
        var all = layers.Combined;
        return SettingSections.All.SelectMany(section => OfSection(layers, all.GetSection(section.Name), section.Options));
    }

    private static IEnumerable<EffectiveSetting> OfSection(SettingLayers layers, IConfigurationSection section, Type options)
    {
        var defaults = Activator.CreateInstance(options)!;
        return options.GetProperties().SelectMany(property => OfProperty(layers, section.GetSection(property.Name), property, defaults));
    }

    private static IEnumerable<EffectiveSetting> OfProperty(SettingLayers layers, IConfigurationSection setting, PropertyInfo property, object defaults)
    {
        if (SettingKind.IsValue(property.PropertyType))
            return [One(layers, setting, SettingKind.Write(property.GetValue(defaults)))];
        var element = property.PropertyType.GetGenericArguments()[0];
        var items = setting.GetChildren().ToList();
        if (items.Count == 0)
            return [new(setting.Path, null, "default")];
        return SettingKind.IsValue(element) ? items.Select(item => One(layers, item, null)) : items.SelectMany(item => OfSection(layers, item, element));
    }

    private static EffectiveSetting One(SettingLayers layers, IConfigurationSection setting, string? otherwise)
    {
        var value = setting.Value ?? otherwise;
        return new(setting.Path, string.IsNullOrEmpty(value) ? null : SettingSecrets.Hide(setting.Path, value), layers.SourceOf(setting.Path));
    }
}
