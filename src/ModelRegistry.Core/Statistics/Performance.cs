using MathNet.Numerics.Distributions;

namespace ModelRegistry.Core.Statistics;

/// <summary>Figures of a series of daily simple returns (0.01 is one per cent). Every value must be finite; undefined is NaN.</summary>
public static class Performance
{
    /// <summary>Trading days a year.</summary>
    public const int DaysPerYear = 252;

    /// <summary>Mean / sample standard deviation, per day, over a risk-free rate of zero. NaN with fewer than two days or no variation.</summary>
    public static double DailySharpe(ReadOnlySpan<double> returns)
    {
        var deviation = Moments.StandardDeviation(returns);
        return deviation > 0 ? Moments.Mean(returns) / deviation : double.NaN;
    }

    /// <summary><see cref="DailySharpe"/> × √252.</summary>
    public static double AnnualisedSharpe(ReadOnlySpan<double> returns) => DailySharpe(returns) * Math.Sqrt(DaysPerYear);

    /// <summary>Sample standard deviation × √252.</summary>
    public static double AnnualisedVolatility(ReadOnlySpan<double> returns) => Moments.StandardDeviation(returns) * Math.Sqrt(DaysPerYear);

    /// <summary>Deepest fall of compounded wealth, which starts at 1, below its highest so far: a negative fraction, 0 when it never falls.</summary>
    public static double MaxDrawdown(ReadOnlySpan<double> returns)
    {
        double wealth = 1, peak = 1, deepest = 0;
        foreach (var value in returns)
        {
            wealth *= 1 + value;
            peak = Math.Max(peak, wealth);
            deepest = Math.Min(deepest, (wealth / peak) - 1);
        }

        return deepest;
    }

    /// <summary>Standard error of <see cref="DailySharpe"/> for independent normal returns: sqrt((1 + S²/2) / n) (Lo, 2002).</summary>
    public static double SharpeStandardError(ReadOnlySpan<double> returns)
    {
        var sharpe = DailySharpe(returns);
        return Math.Sqrt((1 + (0.5 * sharpe * sharpe)) / returns.Length);
    }

    /// <summary>
    /// Standard error of <see cref="DailySharpe"/> allowing for skew and kurtosis: sqrt((1 − skew·S + (kurtosis − 1)/4·S²) / (n − 1)) (Mertens, 2002; as
    /// Bailey and López de Prado, 2012).
    /// </summary>
    public static double SharpeStandardErrorMertens(ReadOnlySpan<double> returns)
    {
        var sharpe = DailySharpe(returns);
        var variance = Moments.CentralMoment(returns, 2);
        var skew = Moments.CentralMoment(returns, 3) / Math.Pow(variance, 1.5);
        var kurtosis = Moments.CentralMoment(returns, 4) / (variance * variance);
        return Math.Sqrt((1 - (skew * sharpe) + (0.25 * (kurtosis - 1) * sharpe * sharpe)) / (returns.Length - 1));
    }

    /// <summary>Probability that the true Sharpe ratio is above a benchmark: Φ((S − benchmark) / Mertens's error) (Bailey and López de Prado, 2012).</summary>
    /// <param name="returns">Daily.</param>
    /// <param name="dailyBenchmark">A daily Sharpe ratio.</param>
    public static double ProbabilisticSharpe(ReadOnlySpan<double> returns, double dailyBenchmark = 0) =>
        Normal.CDF(0, 1, (DailySharpe(returns) - dailyBenchmark) / SharpeStandardErrorMertens(returns));
}
