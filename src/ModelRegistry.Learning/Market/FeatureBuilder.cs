namespace ModelRegistry.Learning.Market;

/// <summary>Computes the features of a whole panel. A value of day t depends on days up to t alone, bit for bit.</summary>
public static class FeatureBuilder
{
    public static FeatureMatrix Build(MarketPanel panel)
    {
        var definitions = FeatureSet.Definitions;
        var values = new float[(long)panel.DayCount * panel.TickerCount * definitions.Length];
        var ranker = new SectorRanker(panel.Sectors);
        for (var i = 0; i < FeatureSet.Raw.Length; i++)
            Rank(panel, RawFeatures.Compute(panel, FeatureSet.Raw[i].Name), ranker, values, i);
        DailyReturn(panel, values);
        return new FeatureMatrix(panel, definitions, values);
    }

    /// <summary>Writes the ranks of one quantity within the day to a column, within the sector to the column eight further.</summary>
    private static void Rank(MarketPanel panel, double[] raw, SectorRanker ranker, float[] values, int column)
    {
        var (tickers, width) = (panel.TickerCount, FeatureSet.Definitions.Length);
        var inDay = new float[tickers];
        var inSector = new float[tickers];
        for (var day = 0; day < panel.DayCount; day++)
        {
            ranker.Rank(raw.AsSpan(day * tickers, tickers), inDay, inSector);
            var rows = values.AsSpan(day * tickers * width, tickers * width);
            for (var ticker = 0; ticker < tickers; ticker++)
            {
                rows[(ticker * width) + column] = inDay[ticker];
                rows[(ticker * width) + column + FeatureSet.Raw.Length] = inSector[ticker];
            }
        }
    }

    private static void DailyReturn(MarketPanel panel, float[] values)
    {
        var (width, column) = (FeatureSet.Definitions.Length, FeatureSet.IndexOf("return_1d"));
        var returns = panel.DailyReturns();
        for (var row = 0; row < returns.Length; row++)
        {
            values[(row * width) + column] = (float)returns[row];
            values[(row * width) + column + 1] = (float)Math.Abs(returns[row]);
        }
    }
}
