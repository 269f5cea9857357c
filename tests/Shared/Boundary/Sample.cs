using System.Collections.Immutable;
using System.Globalization;
using System.Reflection;
using System.Runtime.CompilerServices;

namespace ModelRegistry.Tests.Shared;

/// <summary>Generated instances of the types that cross a grain boundary or are kept.</summary>
internal static class Sample
{
    /// <summary>Every member set, every collection with three different elements. Another seed gives other values throughout.</summary>
    public static object Full(Type type, int seed) => new Maker(seed).Value(type);

    /// <summary>Only what is required is set.</summary>
    public static object Bare(Type type)
    {
        var maker = new Maker(seed: 1);
        return Made(type, Members(type).Where(member => member.GetCustomAttribute<RequiredMemberAttribute>() is not null), member => maker.Value(member.PropertyType));
    }

    /// <summary>Nothing is set, not even what is required, and collections are null or a default <see cref="ImmutableArray{T}"/>.</summary>
    public static object Unset(Type type) => Made(type, Members(type), member => member.PropertyType.IsValueType ? Activator.CreateInstance(member.PropertyType) : null);

    /// <summary>The members that hold the value, in the order of their names.</summary>
    public static IEnumerable<PropertyInfo> Members(Type type)
        => type.GetProperties(BindingFlags.Public | BindingFlags.Instance).Where(member => member.CanWrite).OrderBy(member => member.Name, StringComparer.Ordinal);

    private static object Made(Type type, IEnumerable<PropertyInfo> members, Func<PropertyInfo, object?> value)
    {
        var made = Activator.CreateInstance(type)!;
        foreach (var member in members)
            member.SetValue(made, value(member));
        return made;
    }

    private sealed class Maker(int seed)
    {
        private const int Elements = 3;

        private static readonly DateTimeOffset Start = new(2018, 2, 5, 9, 30, 0, TimeSpan.Zero);

        private int _next = seed * 1000;

        public object Value(Type type)
        {
            type = Nullable.GetUnderlyingType(type) ?? type;
            if (type.IsEnum)
                return Enum.GetValues(type).GetValue(++_next % Enum.GetValues(type).Length)!;
            if (Leaf(type, ++_next) is { } leaf)
                return leaf;
            if (type.GetCustomAttribute<GenerateSerializerAttribute>(inherit: false) is not null)
                return Object(Concrete(type));
            return type.IsGenericType ? Collection(type.GetGenericTypeDefinition(), type.GenericTypeArguments) : throw None(type);
        }

        private static object? Leaf(Type type, int n)
        {
            if (type == typeof(string)) return string.Create(CultureInfo.InvariantCulture, $"größe \"{n}\" <𝒳>");
            if (type == typeof(bool)) return n % 2 == 0;
            if (type == typeof(byte)) return (byte)n;
            if (type == typeof(int)) return int.MinValue + n;
            if (type == typeof(long)) return long.MaxValue - n;
            if (type == typeof(double)) return double.Pi * n * 1e-300;
            if (type == typeof(Guid)) return new Guid(n, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10);
            if (type == typeof(DateTimeOffset)) return Start.AddTicks(n).ToOffset(TimeSpan.FromMinutes(n % 60));
            return type == typeof(DateOnly) ? DateOnly.FromDateTime(Start.Date).AddDays(n) : null;
        }

        private object Object(Type type) => Made(type, Members(type), member => Value(member.PropertyType));

        private object Collection(Type kind, Type[] of)
        {
            if (kind == typeof(ImmutableArray<>))
                return Call(nameof(Array), of);
            return kind == typeof(ImmutableDictionary<,>) ? Call(nameof(Dictionary), of) : throw None(kind);
        }

        private object Call(string method, Type[] of)
            => typeof(Maker).GetMethod(method, BindingFlags.NonPublic | BindingFlags.Instance)!.MakeGenericMethod(of).Invoke(this, null)!;

        private ImmutableArray<T> Array<T>() => [.. Enumerable.Range(0, Elements).Select(_ => (T)Value(typeof(T)))];

        private ImmutableDictionary<TKey, TValue> Dictionary<TKey, TValue>()
            where TKey : notnull
            => Enumerable.Range(0, Elements).ToImmutableDictionary(_ => (TKey)Value(typeof(TKey)), _ => (TValue)Value(typeof(TValue)));

        /// <summary>An abstract base stands for one of those derived from it.</summary>
        private Type Concrete(Type type)
        {
            if (!type.IsAbstract)
                return type;
            var derived = type.Assembly.GetTypes().Where(other => other.BaseType == type).OrderBy(other => other.Name, StringComparer.Ordinal).ToList();
            return derived[_next % derived.Count];
        }

        private static NotSupportedException None(Type type) => new($"there is no sample of {type} yet");
    }
}
