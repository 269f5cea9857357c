using System.Reflection;

namespace ModelRegistry.Contracts;

/// <summary>
/// Equality of records that hold collections: by what these hold, in order for arrays, where a record of itself would compare the
/// collections by reference. All members that can be set count.
/// </summary>
internal static class Structural
{
    public static bool Equal<T>(T left, T? right)
        where T : class
        => ReferenceEquals(left, right) || (right is not null && Array.TrueForAll(Members<T>.All, member => member.Equal(left, right)));

    public static int Hash<T>(T value)
        where T : class
    {
        var hash = default(HashCode);
        foreach (var member in Members<T>.All)
        {
            hash.Add(member.Hash(value));
        }

        return hash.ToHashCode();
    }

    private static class Members<T>
    {
        public static readonly Member<T>[] All =
        [
            .. typeof(T).GetProperties(BindingFlags.Public | BindingFlags.Instance).Where(property => property.CanWrite)
                .Select(property => (Member<T>)Activator.CreateInstance(typeof(Member<,>).MakeGenericType(typeof(T), property.PropertyType), property)!),
        ];
    }

    private abstract class Member<T>
    {
        public abstract bool Equal(T left, T right);

        public abstract int Hash(T value);
    }

    private sealed class Member<T, TValue>(PropertyInfo property) : Member<T>
    {
        private static readonly IEqualityComparer<TValue> Comparer = StructuralComparers.For<TValue>();

        private readonly Func<T, TValue> _get = property.GetMethod!.CreateDelegate<Func<T, TValue>>();

        public override bool Equal(T left, T right) => Comparer.Equals(_get(left), _get(right));

        public override int Hash(T value) => _get(value) is { } held ? Comparer.GetHashCode(held) : 0;
    }
}
