namespace ModelRegistry.Learning.Flavors;

/// <summary>Shapes of the arguments of a scorer.</summary>
internal static class Rows
{
    public static void Check(int values, int count, int features, int scores)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(count);
        if (values != (long)count * features)
            throw new ArgumentException($"{values} values are not {count} rows of {features} features.", nameof(values));
        if (scores < count)
            throw new ArgumentException($"Room for {scores} scores, but {count} rows.", nameof(scores));
    }
}
