namespace ModelRegistry.Learning.Market;

/// <summary>Computes the labels of a whole panel.</summary>
public static class LabelBuilder
{
    /// <summary>Days of the panel ahead.</summary>
    public const int DefaultHorizon = 5;

    public static Labels Build(MarketPanel panel, int horizon = DefaultHorizon)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(horizon, 1);
        var close = panel.Close;
        var n = panel.TickerCount;
        var forward = new double[close.Length];
        Array.Fill(forward, double.NaN);
        for (var row = 0; row + (horizon * n) < forward.Length; row++) forward[row] = (close[row + (horizon * n)] / close[row]) - 1;
        return new Labels(n, horizon, Ranked(forward, panel), forward);
    }

    private static float[] Ranked(double[] forward, MarketPanel panel)
    {
        var n = panel.TickerCount;
        var ranker = new SectorRanker([.. Enumerable.Repeat("", n)]);
        var ranked = new float[forward.Length];
        var unused = new float[n];
        for (var day = 0; day < panel.DayCount; day++) ranker.Rank(forward.AsSpan(day * n, n), ranked.AsSpan(day * n, n), unused);
        return ranked;
    }
}
