using System.Collections;
using System.Globalization;
using System.Text;

namespace ModelRegistry.Tests.Shared;

/// <summary>
/// What a value is made of, as text: two are equal when every member is, to the last bit of a number. (The equality of records does not go into collections.)
/// </summary>
internal static class Outline
{
    public static string Of(object? value)
    {
        var text = new StringBuilder();
        Write(text, "", value);
        return text.ToString();
    }

    private static void Write(StringBuilder text, string path, object? value)
    {
        text.Append(path).Append(" = ").AppendLine(Leaf(value) ?? value!.GetType().ToString());
        if (Leaf(value) is not null)
            return;
        foreach (var (name, part) in Parts(value!))
            Write(text, path + name, part);
    }

    private static IEnumerable<(string Name, object? Part)> Parts(object value) => value switch
    {
        IDictionary entries => entries.Keys.Cast<object>().Select(key => ($"[{Leaf(key)}]", entries[key])).OrderBy(entry => entry.Item1, StringComparer.Ordinal),
        IEnumerable elements => elements.Cast<object?>().Select((element, index) => (string.Create(CultureInfo.InvariantCulture, $"[{index}]"), element)),
        _ => Sample.Members(value.GetType()).Select(member => ($".{member.Name}", member.GetValue(value))),
    };

    private static string? Leaf(object? value) => value switch
    {
        null => "null",
        string text => $"\"{text}\"",
        double number => BitConverter.DoubleToInt64Bits(number).ToString("x16", CultureInfo.InvariantCulture),
        DateTimeOffset time => time.ToString("O", CultureInfo.InvariantCulture),
        DateOnly day => day.ToString("O", CultureInfo.InvariantCulture),
        bool or byte or int or long or Guid or Enum => string.Create(CultureInfo.InvariantCulture, $"{value}"),
        _ => IsDefault(value) ? "default" : null,
    };

    private static bool IsDefault(object value) => value.GetType().IsValueType && (bool)(value.GetType().GetProperty("IsDefault")?.GetValue(value) ?? false);
}
