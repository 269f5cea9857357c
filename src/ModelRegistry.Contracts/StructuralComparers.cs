using System.Collections.Frozen;
using System.Collections.Immutable;

namespace ModelRegistry.Contracts;

/// <summary>Comparers of what a boundary record may hold: collections by their elements, all else as it compares itself.</summary>
internal static class StructuralComparers
{
    public static IEqualityComparer<T> For<T>()
    {
        if (!typeof(T).IsGenericType)
        {
            return EqualityComparer<T>.Default;
        }

        var arguments = typeof(T).GetGenericArguments();
        var kind = typeof(T).GetGenericTypeDefinition();
        return kind == typeof(ImmutableArray<>) ? Make<T>(typeof(OfArray<>).MakeGenericType(arguments))
            : kind == typeof(ImmutableDictionary<,>) || kind == typeof(FrozenDictionary<,>) ? Make<T>(typeof(OfDictionary<,,>).MakeGenericType([typeof(T), .. arguments]))
            : EqualityComparer<T>.Default;
    }

    private static IEqualityComparer<T> Make<T>(Type comparer) => (IEqualityComparer<T>)Activator.CreateInstance(comparer)!;

    /// <summary>A default array is an empty one.</summary>
    private sealed class OfArray<T> : IEqualityComparer<ImmutableArray<T>>
    {
        private static readonly IEqualityComparer<T> Elements = For<T>();

        public bool Equals(ImmutableArray<T> x, ImmutableArray<T> y) => x.AsSpan().SequenceEqual(y.AsSpan(), Elements);

        public int GetHashCode(ImmutableArray<T> obj)
        {
            var hash = default(HashCode);
            foreach (var element in obj.AsSpan())
            {
                hash.Add(element, Elements);
            }

            return hash.ToHashCode();
        }
    }

    private sealed class OfDictionary<TDictionary, TKey, TValue> : IEqualityComparer<TDictionary>
        where TDictionary : class, IReadOnlyDictionary<TKey, TValue>
        where TKey : notnull
    {
        private static readonly IEqualityComparer<TValue> Values = For<TValue>();

        public bool Equals(TDictionary? x, TDictionary? y) => ReferenceEquals(x, y)
            || (x is not null && y is not null && x.Count == y.Count && x.All(pair => y.TryGetValue(pair.Key, out var other) && Values.Equals(pair.Value, other)));

        /// <summary>The same in any order.</summary>
        public int GetHashCode(TDictionary obj)
            => obj.Aggregate(0, static (hash, pair) => unchecked(hash + HashCode.Combine(pair.Key, pair.Value is null ? 0 : Values.GetHashCode(pair.Value))));
    }
}
