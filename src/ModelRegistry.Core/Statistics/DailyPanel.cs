namespace ModelRegistry.Core.Statistics;

/// <summary>Row-major days × assets.</summary>
internal static class DailyPanel
{
    public static ReadOnlySpan<double> Day(ReadOnlySpan<double> values, int assets, int day) => values.Slice(day * assets, assets);

    /// <summary>Days of two panels that must match.</summary>
    public static int Days(ReadOnlySpan<double> first, ReadOnlySpan<double> second, int assets)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(assets, 1);
        if (first.Length != second.Length || first.Length % assets != 0)
            throw new ArgumentException($"Panels of {first.Length} and {second.Length} values are not equal numbers of days of {assets} assets", nameof(second));
        return first.Length / assets;
    }
}
