using System.Collections.Immutable;
using System.Reflection;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;

namespace ModelRegistry.Core;

/// <summary>
/// Members of type <see cref="ImmutableArray{T}"/> in JSON: written as <c>[]</c> when never set, which the serializer throws at otherwise, and
/// never null or with a null in them when read, which it lets pass.
/// </summary>
internal static class WholeLists
{
    private static readonly MethodInfo Wrapper = typeof(WholeLists).GetMethod(nameof(Wrap), BindingFlags.NonPublic | BindingFlags.Static)!;

    public static void Modify(JsonTypeInfo type)
    {
        foreach (var member in type.Properties)
        {
            if (member.PropertyType.IsGenericType && member.PropertyType.GetGenericTypeDefinition() == typeof(ImmutableArray<>))
                Wrapper.MakeGenericMethod(member.PropertyType.GetGenericArguments()).Invoke(null, [member]);
        }
    }

    private static void Wrap<T>(JsonPropertyInfo member)
    {
        if (member.Get is { } get)
            member.Get = owner => get(owner) is ImmutableArray<T> { IsDefault: false } list ? list : ImmutableArray<T>.Empty;
        if (member.Set is { } set)
            member.Set = (owner, list) => set(owner, Whole<T>(member.Name, list));
    }

    private static ImmutableArray<T> Whole<T>(string name, object? value)
    {
        if (value is not ImmutableArray<T> { IsDefault: false } list)
            throw new JsonException($"'{name}' is null; a list is needed, [] where there is nothing in it.");
        var place = default(T) is null && Nullable.GetUnderlyingType(typeof(T)) is null ? list.IndexOf(default!) : -1;
        return place < 0 ? list : throw new JsonException($"'{name}' has null as its item {place}; leave it out or give it a value.");
    }
}
