namespace ModelRegistry.Core.Monitoring;

/// <summary>
/// How likely a Kolmogorov–Smirnov statistic at least this large is, where both samples come from one continuous distribution and
/// rows are independent. Rows that share an as-of time are not: there, thresholds are calibrated instead.
/// </summary>
public static class KolmogorovSmirnovLaw
{
    /// <summary>The limiting law, 2 Σ (−1)^(k−1) exp(−2 k² x²) at x = √(nm / (n + m)) D.</summary>
    public static double Limit(double statistic, int n, int m)
    {
        var x = Math.Sqrt((double)n * m / ((double)n + m)) * statistic;
        if (x < 0.2) return 1; // 1 − p is below 1e-12 here, and the series converges slowly.
        var sum = 0.0;
        for (var k = 1; k <= 100; k++)
        {
            var term = Math.Exp(-2.0 * k * k * x * x);
            sum += k % 2 == 1 ? term : -term;
            if (term < 1e-18) break;
        }

        return Math.Clamp(2 * sum, 0, 1);
    }

    /// <summary>Two samples of n and m rows without ties: counts the lattice paths that stay within the statistic. Work is n·m.</summary>
    public static double Exact(double statistic, int n, int m)
    {
        // Paths from (0, 0) to (n, m) with |i/n − j/m| below D, as probabilities so that nothing overflows.
        var inside = statistic - 1e-12;
        var row = new double[m + 1];
        for (var i = 0; i <= n; i++)
        {
            for (var j = 0; j <= m; j++)
            {
                if (Math.Abs(((double)i / n) - ((double)j / m)) >= inside) row[j] = 0;
                else if (i == 0 && j == 0) row[j] = 1;
                else row[j] = Step(row, i, j, n, m);
            }
        }

        return Math.Clamp(1 - row[m], 0, 1);
    }

    /// <summary>
    /// As scipy's asymptotic method: the one-sample law at the rounded effective size nm / (n + m),
    /// by the matrix of Marsaglia, Tsang and Wang (2003). Absolute error about 1e-13; sizes to a few thousand.
    /// </summary>
    public static double Effective(double statistic, int n, int m)
    {
        if (statistic <= 0) return 1;
        if (statistic >= 1) return 0;
        var size = Math.Max(1, (int)Math.Round((double)n * m / ((double)n + m), MidpointRounding.ToEven));
        return Math.Clamp(1 - MarsagliaTsangWang.Below(size, statistic), 0, 1);
    }

    // The last step came from a or from b, in proportion to what was left of each.
    private static double Step(double[] row, int i, int j, int n, int m)
    {
        var fromA = i == 0 ? 0 : row[j] * i / ((double)i + j);
        var fromB = j == 0 ? 0 : row[j - 1] * j / ((double)i + j);
        return fromA + fromB;
    }
}
