using System.Collections.Frozen;
using System.Collections.Immutable;
using System.Reflection;
using ModelRegistry.Contracts.Registry;
using ModelRegistry.Grains.Experiments;

namespace ModelRegistry.Contracts.Tests;

/// <summary>What may cross a grain boundary, or lie in a grain's storage, and the types that do.</summary>
internal static class Boundary
{
    private static readonly FrozenSet<Type> Leaves = new[]
    {
        typeof(string), typeof(bool), typeof(byte), typeof(int), typeof(long), typeof(double), typeof(float), typeof(decimal),
        typeof(Guid), typeof(DateTimeOffset), typeof(TimeSpan), typeof(DateOnly),
    }.ToFrozenSet();

    private static readonly FrozenSet<Type> Collections = new[]
    {
        typeof(ImmutableArray<>), typeof(ImmutableDictionary<,>), typeof(FrozenDictionary<,>), typeof(FrozenSet<>),
    }.ToFrozenSet();

    public static Assembly Contracts { get; } = typeof(ModelView).Assembly;

    public static Assembly Grains { get; } = typeof(ExperimentSnapshot).Assembly;

    /// <summary>All types of the product that this test can see.</summary>
    public static ImmutableArray<Type> Product { get; } = [.. Reachable(Grains).SelectMany(assembly => assembly.GetTypes())];

    public static ImmutableArray<Type> Records { get; } = [.. Product.Where(IsRecord)];

    public static ImmutableArray<Type> GrainInterfaces { get; } = [.. Product.Where(type => type.IsInterface && typeof(IGrain).IsAssignableFrom(type))];

    public static ImmutableArray<Type> Exceptions { get; } = [.. new[] { Contracts, Grains }.SelectMany(a => a.GetTypes()).Where(type => typeof(Exception).IsAssignableFrom(type))];

    public static bool MayCross(Type type)
    {
        if (Nullable.GetUnderlyingType(type) is { } inner)
            return MayCross(inner);
        if (Leaves.Contains(type) || type.IsGenericParameter || (type.IsEnum && Product.Contains(type)))
            return true;
        if (type.IsGenericType)
            return (Collections.Contains(type.GetGenericTypeDefinition()) || IsRecord(type.GetGenericTypeDefinition())) && type.GenericTypeArguments.All(MayCross);
        return IsRecord(type);
    }

    public static bool IsCollection(Type type) => type.IsGenericType && Collections.Contains(type.GetGenericTypeDefinition());

    /// <summary>The members that cross: those that can be set when the record is made.</summary>
    public static IEnumerable<PropertyInfo> Members(Type record, bool inherited = false) => record
        .GetProperties(BindingFlags.Public | BindingFlags.Instance | (inherited ? BindingFlags.Default : BindingFlags.DeclaredOnly))
        .Where(property => property.CanWrite);

    public static string? Alias(Type type) => type.GetCustomAttribute<AliasAttribute>(inherit: false)?.Alias;

    private static bool IsRecord(Type type)
        => type.GetCustomAttribute<GenerateSerializerAttribute>(inherit: false) is not null && !typeof(Exception).IsAssignableFrom(type);

    private static IEnumerable<Assembly> Reachable(Assembly from) => from.GetReferencedAssemblies()
        .Where(name => name.Name!.StartsWith("ModelRegistry.", StringComparison.Ordinal))
        .Select(Assembly.Load)
        .Append(from);
}
