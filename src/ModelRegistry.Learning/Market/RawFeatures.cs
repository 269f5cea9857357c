namespace ModelRegistry.Learning.Market;

/// <summary>The quantities behind the ranks, laid out as the panel; NaN until the history a formula needs is there.</summary>
internal static class RawFeatures
{
    /// <param name="panel">The market.</param>
    /// <param name="name">One of <see cref="FeatureSet.Raw"/>.</param>
    public static double[] Compute(MarketPanel panel, string name) => name switch
    {
        "momentum_1m" => Change(panel, 0, 21),
        "momentum_3m" => Change(panel, 0, 63),
        "momentum_6m" => Change(panel, 0, 126),
        "momentum_12_1" => Change(panel, 21, 252),
        "reversal_1w" => Negated(Change(panel, 0, 5)),
        "volatility_3m" => Volatility(panel, 63),
        "volume_shock" => VolumeShock(panel, 63),
        "distance_from_high" => DistanceFromHigh(panel, 252),
        _ => throw new KeyNotFoundException($"No quantity '{name}' is known"),
    };

    /// <summary>close[t − recent] / close[t − old] − 1.</summary>
    private static double[] Change(MarketPanel panel, int recent, int old)
    {
        var close = panel.Close;
        var n = panel.TickerCount;
        var result = Missing(panel);
        for (var row = old * n; row < result.Length; row++) result[row] = (close[row - (recent * n)] / close[row - (old * n)]) - 1;
        return result;
    }

    private static double[] Negated(double[] values)
    {
        for (var i = 0; i < values.Length; i++) values[i] = -values[i];
        return values;
    }

    /// <summary>Sample standard deviation of the last returns, each window summed afresh: a running sum would carry rounding from day to day.</summary>
    private static double[] Volatility(MarketPanel panel, int window)
    {
        var n = panel.TickerCount;
        var returns = panel.DailyReturns();
        var result = Missing(panel);
        var (sums, squares) = (new double[n], new double[n]);
        for (var day = window; day < panel.DayCount; day++)
        {
            Array.Clear(sums);
            Array.Clear(squares);
            for (var back = window - 1; back >= 0; back--)
            {
                var today = returns.AsSpan((day - back) * n, n);
                for (var ticker = 0; ticker < today.Length; ticker++)
                {
                    sums[ticker] += today[ticker];
                    squares[ticker] += today[ticker] * today[ticker];
                }
            }

            for (var ticker = 0; ticker < n; ticker++)
                result[(day * n) + ticker] = Math.Sqrt(Math.Max(0, squares[ticker] - (sums[ticker] * sums[ticker] / window)) / (window - 1));
        }

        return result;
    }

    /// <summary>Today's volume against the mean of the days before; whole numbers, so that the running sum is exact.</summary>
    private static double[] VolumeShock(MarketPanel panel, int window)
    {
        var volume = panel.Volume;
        var n = panel.TickerCount;
        var result = Missing(panel);
        var sums = new Int128[n];
        for (var row = 0; row < result.Length; row++)
        {
            ref var sum = ref sums[row % n];
            if (row >= window * n)
            {
                result[row] = ((volume[row] + 1.0) / (((double)sum / window) + 1.0)) - 1;
                sum -= volume[row - (window * n)];
            }

            sum += volume[row];
        }

        return result;
    }

    /// <summary>Today's close against the highest of the window that ends today. Windows of powers of two are doubled up, two of which cover any length.</summary>
    private static double[] DistanceFromHigh(MarketPanel panel, int window)
    {
        var close = panel.Close;
        var n = panel.TickerCount;
        var high = close.ToArray();
        var covered = 1;
        for (; covered * 2 <= window; covered *= 2) Widen(high, covered * n);
        if (covered < window) Widen(high, (window - covered) * n);
        var result = Missing(panel);
        for (var row = (window - 1) * n; row < result.Length; row++) result[row] = (close[row] / high[row]) - 1;
        return result;
    }

    /// <summary>Each high becomes the higher of itself and the one that many rows before; from the end, so that none is widened twice.</summary>
    private static void Widen(double[] high, int rows)
    {
        for (var row = high.Length - 1; row >= rows; row--) high[row] = Math.Max(high[row], high[row - rows]);
    }

    private static double[] Missing(MarketPanel panel)
    {
        var result = new double[panel.Close.Length];
        Array.Fill(result, double.NaN);
        return result;
    }
}
