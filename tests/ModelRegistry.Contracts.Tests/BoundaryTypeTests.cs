using System.Collections.Frozen;
using System.Collections.Immutable;
using System.Reflection;
using System.Runtime.CompilerServices;
using System.Text.Json.Serialization;
using ModelRegistry.Contracts.Registry;

namespace ModelRegistry.Contracts.Tests;

/// <summary>What crosses a grain boundary: deeply immutable, numbered, named for good, and the same in both runtimes.</summary>
public sealed class BoundaryTypeTests
{
    private static readonly Assembly Contracts = typeof(ModelView).Assembly;

    private static readonly FrozenSet<Type> Leaves = new[]
    {
        typeof(string), typeof(bool), typeof(byte), typeof(int), typeof(long), typeof(double), typeof(float), typeof(decimal),
        typeof(Guid), typeof(DateTimeOffset), typeof(TimeSpan), typeof(DateOnly),
    }.ToFrozenSet();

    private static readonly FrozenSet<Type> Collections = new[]
    {
        typeof(ImmutableArray<>), typeof(ImmutableDictionary<,>), typeof(FrozenDictionary<,>), typeof(FrozenSet<>),
    }.ToFrozenSet();

    public static TheoryData<Type> Boundary => [.. Contracts.GetTypes().Where(IsBoundary)];

    public static TheoryData<Type> Grains => [.. Contracts.GetTypes().Where(IsGrain)];

    public static TheoryData<Type> EventBases => [.. Contracts.GetTypes().Where(type => type.GetCustomAttribute<JsonPolymorphicAttribute>() is not null)];

    [Theory]
    [MemberData(nameof(Boundary))]
    public void Type_OfTheBoundary_IsASealedRecordWithNumberedInitMembers(Type type)
    {
        Assert.True(type.IsSealed || type.IsAbstract, $"{type} is neither sealed nor an abstract base");
        Assert.NotNull(type.GetMethod("<Clone>$"));
        var constructors = type.GetConstructors();
        Assert.True(type.IsAbstract || constructors.Any(c => c.GetParameters().Length == 0), $"{type} has no constructor without parameters: it is positional");

        var members = type.GetProperties(BindingFlags.Public | BindingFlags.Instance | BindingFlags.DeclaredOnly).Where(property => property.CanWrite).ToList();
        var ids = members.Select(property => (property.Name, Id: property.GetCustomAttribute<IdAttribute>()?.Id)).ToList();
        Assert.All(ids, member => Assert.True(member.Id is not null, $"{type}.{member.Name} has no [Id]"));
        Assert.Equal(Enumerable.Range(0, ids.Count).Select(i => (uint?)i), ids.Select(member => member.Id).Order());
        Assert.All(members, member => Assert.True(IsInit(member), $"{type}.{member.Name} can be set after construction"));
        Assert.Empty(type.GetFields(BindingFlags.Public | BindingFlags.Instance));
    }

    [Theory]
    [MemberData(nameof(Boundary))]
    public void Member_OfTheBoundary_IsDeeplyImmutable(Type type)
        => Assert.All(
            type.GetProperties(BindingFlags.Public | BindingFlags.Instance).Where(property => property.CanWrite),
            property => Assert.True(MayCross(property.PropertyType), $"{type}.{property.Name} is a {property.PropertyType}, which may not cross"));

    [Theory]
    [MemberData(nameof(Boundary))]
    public void Collection_NeverSet_IsEmptyAndNotAbsent(Type type)
    {
        if (type.IsAbstract)
            return;
        var instance = Activator.CreateInstance(type.ContainsGenericParameters ? type.MakeGenericType(typeof(ModelView)) : type);
        foreach (var property in instance!.GetType().GetProperties().Where(property => IsCollection(property.PropertyType) && property.CanWrite))
        {
            if (property.GetCustomAttribute<RequiredMemberAttribute>() is not null)
                continue;
            var value = property.GetValue(instance);
            Assert.True(value is not null, $"{type}.{property.Name} is null at first");
            Assert.False((bool?)property.PropertyType.GetProperty("IsDefault")?.GetValue(value) ?? false, $"{type}.{property.Name} is a default array at first");
        }
    }

    [Fact]
    public void Alias_OfEveryTypeAndGrain_IsThereOnceInKebabCase()
    {
        var aliases = Contracts.GetTypes().Where(type => IsBoundary(type) || IsGrain(type)).Select(type => (type, Alias: type.GetCustomAttribute<AliasAttribute>(inherit: false)?.Alias)).ToList();
        Assert.All(aliases, entry => Assert.Matches("^[a-z0-9]+(-[a-z0-9]+)*$", entry.Alias ?? $"no alias on {entry.type}"));
        Assert.Empty(aliases.GroupBy(entry => entry.Alias).Where(group => group.Count() > 1).Select(group => group.Key));
    }

    [Theory]
    [MemberData(nameof(Grains))]
    public void Method_OfAGrain_IsATaskOverBoundaryTypes(Type grain)
    {
        Assert.True(typeof(IGrainWithStringKey).IsAssignableFrom(grain), $"{grain} has no string key");
        foreach (var method in grain.GetMethods())
        {
            Assert.False(method.IsGenericMethod, $"{grain}.{method.Name} is generic");
            var result = method.ReturnType;
            Assert.True(
                result == typeof(Task) || (result.IsGenericType && result.GetGenericTypeDefinition() == typeof(Task<>) && MayCross(result.GenericTypeArguments[0])),
                $"{grain}.{method.Name} returns {result}");
            var parameters = method.GetParameters();
            Assert.All(parameters, parameter => Assert.True(
                MayCross(parameter.ParameterType) || (parameter.ParameterType == typeof(CancellationToken) && parameter.Position == parameters.Length - 1),
                $"{grain}.{method.Name} takes {parameter.ParameterType} {parameter.Name}"));
        }
    }

    [Theory]
    [MemberData(nameof(EventBases))]
    public void Event_OfAFamily_IsNamedInTheJsonByItsAlias(Type family)
    {
        var named = family.GetCustomAttributes<JsonDerivedTypeAttribute>().ToDictionary(derived => derived.DerivedType, derived => derived.TypeDiscriminator);
        var derived = Contracts.GetTypes().Where(type => type.BaseType == family).ToList();
        Assert.NotEmpty(derived);
        Assert.Equal(derived.ToHashSet(), [.. named.Keys]);
        Assert.All(named, entry => Assert.Equal(entry.Key.GetCustomAttribute<AliasAttribute>(inherit: false)!.Alias, entry.Value));
        Assert.Equal("type", family.GetCustomAttribute<JsonPolymorphicAttribute>()!.TypeDiscriminatorPropertyName);
        Assert.DoesNotContain(derived.SelectMany(type => type.GetProperties()), property => string.Equals(property.Name, "Type", StringComparison.OrdinalIgnoreCase));
    }

    private static bool MayCross(Type type)
    {
        if (Nullable.GetUnderlyingType(type) is { } inner)
            return MayCross(inner);
        if (Leaves.Contains(type) || type.IsGenericParameter || (type.IsEnum && type.Assembly == Contracts))
            return true;
        if (type.IsGenericType)
            return (Collections.Contains(type.GetGenericTypeDefinition()) || IsBoundary(type.GetGenericTypeDefinition())) && type.GenericTypeArguments.All(MayCross);
        return IsBoundary(type);
    }

    private static bool IsBoundary(Type type) => type.Assembly == Contracts && type.GetCustomAttribute<GenerateSerializerAttribute>(inherit: false) is not null;

    private static bool IsGrain(Type type) => type.IsInterface && typeof(IGrain).IsAssignableFrom(type);

    private static bool IsCollection(Type type) => type.IsGenericType && Collections.Contains(type.GetGenericTypeDefinition());

    private static bool IsInit(PropertyInfo property)
        => property.SetMethod!.ReturnParameter.GetRequiredCustomModifiers().Contains(typeof(IsExternalInit));
}
