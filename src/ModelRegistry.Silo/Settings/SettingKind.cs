using System.ComponentModel;
using System.Globalization;

namespace ModelRegistry.Silo.Settings;

/// <summary>What a value of a setting has to look like.</summary>
internal static class SettingKind
{
    /// <summary>Whether it is one value, and neither a list nor a section.</summary>
    public static bool IsValue(Type type) => Bare(type) is { IsEnum: true } or { IsPrimitive: true } || Bare(type) == typeof(string) || Bare(type) == typeof(TimeSpan) || type == typeof(Uri);

    /// <summary>The value; null when the text is none of the type.</summary>
    public static object? Read(string text, Type type)
    {
        var bare = Bare(type);
        if (bare.IsEnum)
            return Array.Find(Enum.GetNames(bare), name => string.Equals(name, text, StringComparison.OrdinalIgnoreCase)) is { } name ? Enum.Parse(bare, name) : null;
        try
        {
            return TypeDescriptor.GetConverter(bare).ConvertFromString(null, CultureInfo.InvariantCulture, text);
        }
        catch (Exception wrong) when (wrong is FormatException or ArgumentException or NotSupportedException or OverflowException)
        {
            return null;
        }
    }

    /// <summary>A value as it is written in the file.</summary>
    public static string? Write(object? value) => value switch
    {
        true => "true",
        false => "false",
        _ => Convert.ToString(value, CultureInfo.InvariantCulture),
    };

    /// <summary>For people.</summary>
    public static string Wanted(Type type)
    {
        var bare = Bare(type);
        if (bare.IsEnum)
            return string.Join(" or ", Enum.GetNames(bare));
        if (bare == typeof(bool))
            return "true or false";
        if (bare == typeof(TimeSpan))
            return "a time span as HH:MM:SS or D.HH:MM:SS, such as 00:00:05,";
        return bare == typeof(Uri) ? "an address" : bare == typeof(string) ? "a text" : "a whole number";
    }

    private static Type Bare(Type type) => Nullable.GetUnderlyingType(type) ?? type;
}
