using System.Collections.Immutable;

namespace ModelRegistry.Learning.Market;

/// <summary>
/// Model inputs of every ticker on every day: row-major floats, row = day × <see cref="TickerCount"/> + ticker, so that the rows of consecutive days
/// are one span. NaN is missing.
/// </summary>
public sealed class FeatureMatrix
{
    private readonly float[] _values;

    internal FeatureMatrix(MarketPanel panel, ImmutableArray<FeatureDefinition> features, float[] values)
    {
        (Panel, Features, _values) = (panel, features, values);
        if (values.Length != (long)panel.DayCount * panel.TickerCount * features.Length)
            throw new ArgumentException($"{values.Length} values for {panel.DayCount} days × {panel.TickerCount} tickers × {features.Length} features", nameof(values));
    }

    /// <summary>The market it was computed from; says which day and ticker a row is.</summary>
    public MarketPanel Panel { get; }

    /// <summary>Columns, in order.</summary>
    public ImmutableArray<FeatureDefinition> Features { get; }

    public int DayCount => Panel.DayCount;

    public int TickerCount => Panel.TickerCount;

    public int FeatureCount => Features.Length;

    /// <summary>All values.</summary>
    public ReadOnlySpan<float> Values => _values;

    /// <summary>Inputs of one ticker on one day.</summary>
    public ReadOnlySpan<float> Row(int day, int ticker) => _values.AsSpan(Panel.Row(day, ticker) * FeatureCount, FeatureCount);

    /// <summary>Rows of consecutive days, in order of day and ticker.</summary>
    public ReadOnlySpan<float> Rows(int firstDay, int days) =>
        _values.AsSpan(firstDay * TickerCount * FeatureCount, days * TickerCount * FeatureCount);

    /// <summary>One feature on one day, in ticker order.</summary>
    public void Column(int feature, int day, Span<float> destination)
    {
        var rows = Rows(day, 1);
        for (var ticker = 0; ticker < TickerCount; ticker++) destination[ticker] = rows[(ticker * FeatureCount) + feature];
    }
}
