using System.Collections.Immutable;

namespace Orleans.Runtime;

/// <summary>Values that travel with a call to the grain and on with the calls it makes, and never back.</summary>
public static class RequestContext
{
    private static readonly AsyncLocal<ImmutableDictionary<string, object>?> Values = new();

    public static IEnumerable<string> Keys => Current?.Keys ?? [];

    public static IEnumerable<KeyValuePair<string, object>> Entries => Current ?? Enumerable.Empty<KeyValuePair<string, object>>();

    /// <summary>What travels with a call made now; null when there is nothing.</summary>
    internal static ImmutableDictionary<string, object>? Current
    {
        get => Values.Value;
        set
        {
            if (!ReferenceEquals(Values.Value, value))
            {
                Values.Value = value;
            }
        }
    }

    public static object? Get(string key) => Current is { } values && values.TryGetValue(key, out var value) ? value : null;

    /// <summary>Sets a value for the calls made from here on, by this asynchronous method and those it calls.</summary>
    public static void Set(string key, object value) => Current = (Current ?? ImmutableDictionary<string, object>.Empty).SetItem(key, value);

    public static bool Remove(string key)
    {
        if (Current is not { } values || !values.ContainsKey(key))
        {
            return false;
        }

        var rest = values.Remove(key);
        Current = rest.IsEmpty ? null : rest;
        return true;
    }

    public static void Clear() => Current = null;
}
