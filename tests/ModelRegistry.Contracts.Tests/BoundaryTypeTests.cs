using System.Globalization;
using System.Reflection;
using System.Runtime.CompilerServices;
using System.Text.Json.Serialization;
using Orleans.Runtime;
using ModelRegistry.Contracts.Registry;

namespace ModelRegistry.Contracts.Tests;

/// <summary>What crosses a grain boundary: deeply immutable, numbered, named for good, and the same in both runtimes.</summary>
public sealed class BoundaryTypeTests
{
    public static TheoryData<Type> Records => [.. Boundary.Records];

    public static TheoryData<Type> Grains => [.. Boundary.GrainInterfaces];

    public static TheoryData<Type> Exceptions => [.. Boundary.Exceptions];

    public static TheoryData<Type> EventBases => [.. Boundary.Contracts.GetTypes().Where(type => type.GetCustomAttribute<JsonPolymorphicAttribute>() is not null)];

    [Theory]
    [MemberData(nameof(Records))]
    public void Type_OfTheBoundary_IsASealedRecordWithNumberedInitMembers(Type type)
    {
        Assert.True(type.IsSealed || type.IsAbstract, $"{type} is neither sealed nor an abstract base");
        Assert.NotNull(type.GetCustomAttribute<ImmutableAttribute>(inherit: false));
        Assert.NotNull(type.GetMethod("<Clone>$"));
        var constructors = type.GetConstructors();
        Assert.True(type.IsAbstract || constructors.Any(c => c.GetParameters().Length == 0), $"{type} has no constructor without parameters: it is positional");

        var members = Boundary.Members(type).ToList();
        var ids = members.Select(property => (property.Name, Id: property.GetCustomAttribute<IdAttribute>()?.Id)).ToList();
        Assert.All(ids, member => Assert.True(member.Id is not null, $"{type}.{member.Name} has no [Id]"));
        Assert.Equal(Enumerable.Range(0, ids.Count).Select(i => (uint?)i), ids.Select(member => member.Id).Order());
        Assert.All(members, member => Assert.True(IsInit(member), $"{type}.{member.Name} can be set after construction"));
        Assert.Empty(type.GetFields(BindingFlags.Public | BindingFlags.Instance));
    }

    [Theory]
    [MemberData(nameof(Records))]
    public void Member_OfTheBoundary_IsDeeplyImmutable(Type type)
        => Assert.All(
            Boundary.Members(type, inherited: true),
            property => Assert.True(Boundary.MayCross(property.PropertyType), $"{type}.{property.Name} is a {property.PropertyType}, which may not cross"));

    [Theory]
    [MemberData(nameof(Records))]
    public void Collection_NeverSet_IsEmptyAndNotAbsent(Type type)
    {
        if (type.IsAbstract)
            return;
        var instance = Activator.CreateInstance(type.ContainsGenericParameters ? type.MakeGenericType(typeof(ModelView)) : type);
        foreach (var property in instance!.GetType().GetProperties().Where(property => Boundary.IsCollection(property.PropertyType) && property.CanWrite))
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
        var aliases = Boundary.Records.Concat(Boundary.GrainInterfaces).Concat(Boundary.Exceptions).Select(type => (type, Alias: Boundary.Alias(type))).ToList();
        Assert.All(aliases, entry => Assert.Matches($"^[a-z0-9]+(-[a-z0-9]+)*{Arity(entry.type)}$", entry.Alias ?? $"no alias on {entry.type}"));
        Assert.Empty(aliases.GroupBy(entry => entry.Alias).Where(group => group.Count() > 1).Select(group => group.Key));
    }

    [Theory]
    [MemberData(nameof(Grains))]
    public void Method_OfAGrain_IsATaskOverBoundaryTypes(Type grain)
    {
        Assert.True(typeof(IGrainWithStringKey).IsAssignableFrom(grain), $"{grain} has no string key");
        Assert.True(grain.Assembly == Boundary.Contracts, $"{grain} is out of a client's reach: it belongs in {Boundary.Contracts.GetName().Name}");
        foreach (var method in grain.GetMethods())
        {
            Assert.False(method.IsGenericMethod, $"{grain}.{method.Name} is generic");
            var result = method.ReturnType;
            Assert.True(
                result == typeof(Task) || (result.IsGenericType && result.GetGenericTypeDefinition() == typeof(Task<>) && Boundary.MayCross(result.GenericTypeArguments[0])),
                $"{grain}.{method.Name} returns {result}");
            var parameters = method.GetParameters();
            Assert.All(parameters, parameter => Assert.True(
                Boundary.MayCross(parameter.ParameterType) || (parameter.ParameterType == typeof(CancellationToken) && parameter.Position == parameters.Length - 1),
                $"{grain}.{method.Name} takes {parameter.ParameterType} {parameter.Name}"));
        }
    }

    [Theory]
    [MemberData(nameof(EventBases))]
    public void Event_OfAFamily_IsNamedInTheJsonByItsAlias(Type family)
    {
        var named = family.GetCustomAttributes<JsonDerivedTypeAttribute>().ToDictionary(derived => derived.DerivedType, derived => derived.TypeDiscriminator);
        var derived = Boundary.Contracts.GetTypes().Where(type => type.BaseType == family).ToList();
        Assert.NotEmpty(derived);
        Assert.Equal(derived.ToHashSet(), [.. named.Keys]);
        Assert.All(named, entry => Assert.Equal(Boundary.Alias(entry.Key), entry.Value));
        Assert.Equal("type", family.GetCustomAttribute<JsonPolymorphicAttribute>()!.TypeDiscriminatorPropertyName);
        Assert.DoesNotContain(derived.SelectMany(type => type.GetProperties()), property => string.Equals(property.Name, "Type", StringComparison.OrdinalIgnoreCase));
    }

    [Theory]
    [MemberData(nameof(Exceptions))]
    public void Exception_ThatMayCross_IsSealedAndSerializable(Type type)
    {
        Assert.True(type.IsSealed, $"{type} is not sealed");
        Assert.NotNull(type.GetCustomAttribute<GenerateSerializerAttribute>(inherit: false));
        var own = type.GetProperties(BindingFlags.Public | BindingFlags.Instance | BindingFlags.DeclaredOnly);
        Assert.All(own, property => Assert.True(Boundary.MayCross(property.PropertyType), $"{type}.{property.Name} is a {property.PropertyType}, which may not cross"));
    }

    [Fact]
    public void State_OfAGrain_IsATypeOfTheBoundary()
    {
        var states = Boundary.Grains.GetTypes()
            .SelectMany(type => type.GetConstructors())
            .SelectMany(constructor => constructor.GetParameters())
            .Where(parameter => parameter.GetCustomAttribute<PersistentStateAttribute>() is not null)
            .ToList();
        Assert.NotEmpty(states);
        Assert.All(states, state => Assert.Contains(state.ParameterType.GenericTypeArguments.Single(), Boundary.Records));
    }

    /// <summary>A generic type whose alias lacks this cannot be read from the wire.</summary>
    private static string Arity(Type type) => type.IsGenericTypeDefinition ? string.Create(CultureInfo.InvariantCulture, $"`{type.GetGenericArguments().Length}") : "";

    private static bool IsInit(PropertyInfo property)
        => property.SetMethod!.ReturnParameter.GetRequiredCustomModifiers().Contains(typeof(IsExternalInit));
}
