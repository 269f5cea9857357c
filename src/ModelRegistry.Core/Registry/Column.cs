using System.Collections.Immutable;

namespace ModelRegistry.Core.Registry;

/// <summary>One value a row, each distinct value once.</summary>
/// <typeparam name="T">Null is no value.</typeparam>
public sealed record Column<T>
{
    private const int None = -1;

    public required ImmutableArray<T> Values { get; init; }

    /// <summary>For each row the index of its value, −1 where it has none; empty when every row has a value of its own, in order.</summary>
    public required ImmutableArray<int> Rows { get; init; }

    public T this[int row] => Rows.IsEmpty ? Values[row] : Rows[row] is var index and not None ? Values[index] : default!;

    public static Column<T> Of(IEnumerable<T> rows)
    {
        var (values, indices, seen) = (ImmutableArray.CreateBuilder<T>(), ImmutableArray.CreateBuilder<int>(), new Dictionary<ValueTuple<T>, int>());
        foreach (var value in rows)
        {
            var index = None;
            if (value is not null && !seen.TryGetValue(new(value), out index))
            {
                seen.Add(new(value), index = values.Count);
                values.Add(value);
            }

            indices.Add(index);
        }

        return new() { Values = values.ToImmutable(), Rows = values.Count == indices.Count ? [] : indices.ToImmutable() };
    }
}
