using System.Collections.Frozen;
using System.Collections.Immutable;
using System.Reflection;
using System.Runtime.CompilerServices;
using ModelRegistry.Contracts.Registry;

namespace ModelRegistry.Contracts.Tests;

/// <summary>Two records that say the same are equal, whichever collections they hold it in.</summary>
public sealed class EqualityTests
{
    public static TheoryData<Type> WithCollections
        => [.. Boundary.Records.Where(type => !type.IsAbstract && Boundary.Members(type, inherited: true).Any(member => Boundary.IsCollection(member.PropertyType)))];

    [Theory]
    [MemberData(nameof(WithCollections))]
    public void Equals_OfARecordWithCollections_IsByWhatTheyHold(Type type)
    {
        foreach (var member in Boundary.Members(type, inherited: true).Where(member => Boundary.IsCollection(member.PropertyType)))
        {
            var one = With(type, member, Collection(member.PropertyType, 1));
            var same = With(type, member, Collection(member.PropertyType, 1));
            var other = With(type, member, Collection(member.PropertyType, 2));
            Assert.True(one.Equals(same), $"{type}.{member.Name} is compared by reference");
            Assert.Equal(one.GetHashCode(), same.GetHashCode());
            Assert.False(one.Equals(other), $"{type}.{member.Name} does not count");
            Assert.False(one.Equals(With(type, member, Collection(member.PropertyType, 0))), $"{type}.{member.Name} does not count when it is empty");
        }
    }

    /// <summary>What the compiler writes compares collections by reference, so it may not be left to it.</summary>
    [Theory]
    [MemberData(nameof(WithCollections))]
    public void Equals_OfARecordWithCollections_IsWritten(Type type)
        => Assert.Null(type.GetMethod("Equals", [type])!.GetCustomAttribute<CompilerGeneratedAttribute>());

    [Fact]
    public void Equals_OfADefaultArray_IsThatOfAnEmptyOne()
    {
        var empty = new Signature();
        var absent = new Signature { Inputs = default };
        Assert.Equal(empty, absent);
        Assert.Equal(empty.GetHashCode(), absent.GetHashCode());
    }

    private static object With(Type type, PropertyInfo member, object value)
    {
        var record = Activator.CreateInstance(type)!;
        member.SetValue(record, value);
        return record;
    }

    private static object Collection(Type type, int count)
    {
        var arguments = type.GetGenericArguments();
        var make = typeof(EqualityTests).GetMethod(type.Name.Split('`')[0], BindingFlags.Static | BindingFlags.NonPublic)!.MakeGenericMethod(arguments);
        return make.Invoke(null, [count])!;
    }

    private static ImmutableArray<T> ImmutableArray<T>(int count) => [.. Enumerable.Range(0, count).Select(i => (T)Sample(typeof(T), i))];

    private static ImmutableDictionary<TKey, TValue> ImmutableDictionary<TKey, TValue>(int count)
        where TKey : notnull
        => Pairs<TKey, TValue>(count).ToImmutableDictionary();

    private static FrozenDictionary<TKey, TValue> FrozenDictionary<TKey, TValue>(int count)
        where TKey : notnull
        => Pairs<TKey, TValue>(count).ToFrozenDictionary();

    private static IEnumerable<KeyValuePair<TKey, TValue>> Pairs<TKey, TValue>(int count)
        => Enumerable.Range(0, count).Select(i => KeyValuePair.Create((TKey)Sample(typeof(TKey), i), (TValue)Sample(typeof(TValue), i)));

    private static object Sample(Type type, int number)
    {
        var actual = Nullable.GetUnderlyingType(type) ?? type;
        return actual == typeof(string) ? $"sample {number}"
            : actual == typeof(Guid) ? new Guid(number, 0, 0, new byte[8])
            : Boundary.IsCollection(actual) ? Collection(actual, number + 1)
            : actual.IsPrimitive ? Convert.ChangeType(number + 1, actual, System.Globalization.CultureInfo.InvariantCulture)
            : Activator.CreateInstance(actual)!;
    }
}
