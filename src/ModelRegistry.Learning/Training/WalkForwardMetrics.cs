using System.Collections.Immutable;
using ModelRegistry.Core.Statistics;

namespace ModelRegistry.Learning.Training;

/// <summary>
/// What the scores of a walk-forward validation were worth. All metrics are out of sample: they are computed from <see cref="OutOfSampleScores"/>
/// and from nothing else. A metric that is not defined (a constant score has no rank IC) is left out rather than invented.
/// </summary>
internal static class WalkForwardMetrics
{
    private const int Quintiles = 5;

    public static ImmutableDictionary<string, double> Of(TrainingData data, OutOfSampleScores scores, TrainingConfig config)
    {
        var tickers = data.Panel.TickerCount;
        var outcomes = data.Labels.ForwardReturnOf(scores.Days.First, scores.Days.Count);
        var metrics = new Dictionary<string, double>(StringComparer.Ordinal);
        AddRankIc(metrics, scores.Values, outcomes, tickers, config.Horizon);
        AddQuintiles(metrics, scores.Values, outcomes, tickers);
        AddPortfolio(metrics, data, scores, config);
        metrics["hit_rate"] = HitRate.Of(scores.Values, OverMedian(outcomes, tickers));
        metrics["days"] = scores.Days.Count;
        return metrics.Where(metric => double.IsFinite(metric.Value)).ToImmutableDictionary(StringComparer.Ordinal);
    }

    private static void AddRankIc(Dictionary<string, double> metrics, ReadOnlySpan<double> scores, ReadOnlySpan<double> outcomes, int tickers, int horizon)
    {
        var summary = RankIc.Summarise(RankIc.ByDay(scores, outcomes, tickers), Math.Max(RankIc.MinimumLag, horizon));
        metrics["rank_ic"] = summary.Mean;
        metrics["rank_ic_se"] = summary.StandardError;
        metrics["icir"] = summary.Icir;
    }

    /// <summary>Mean return over the horizon, as a fraction; 1 is the lowest scores. None where scores tie so much that a quintile is always empty.</summary>
    private static void AddQuintiles(Dictionary<string, double> metrics, ReadOnlySpan<double> scores, ReadOnlySpan<double> outcomes, int tickers)
    {
        var byDay = QuantileReturns.ByDay(scores, outcomes, tickers, Quintiles);
        var means = QuantileReturns.Mean(byDay, Quintiles);
        if (means.Any(double.IsNaN))
            return;
        for (var quintile = 0; quintile < Quintiles; quintile++)
            metrics[$"quintile_{quintile + 1}_return"] = means[quintile];
        metrics["quintile_spread"] = means[^1] - means[0];
    }

    /// <summary>Long-short return a year and turnover a day as fractions of capital; Sharpe annualised; drawdown a negative fraction.</summary>
    private static void AddPortfolio(Dictionary<string, double> metrics, TrainingData data, OutOfSampleScores scores, TrainingConfig config)
    {
        var tickers = data.Panel.TickerCount;
        var returns = data.Panel.DailyReturns().AsSpan(scores.Days.First * tickers, scores.Days.Count * tickers);
        var result = LongShort.Run(scores.Values, returns, tickers, new LongShortPlan { Tranches = config.Horizon, Buckets = Quintiles, CostBps = config.CostBps });
        metrics["long_short_gross"] = Moments.Mean(result.Gross.AsSpan()) * Performance.DaysPerYear;
        metrics["long_short_net"] = Moments.Mean(result.Net.AsSpan()) * Performance.DaysPerYear;
        metrics["sharpe_net"] = Performance.AnnualisedSharpe(result.Net.AsSpan());
        metrics["max_drawdown"] = Performance.MaxDrawdown(result.Net.AsSpan());
        metrics["turnover"] = Moments.Mean(result.Turnover.AsSpan());
    }

    private static double[] OverMedian(ReadOnlySpan<double> outcomes, int tickers)
    {
        var result = outcomes.ToArray();
        for (var first = 0; first < result.Length; first += tickers)
        {
            var day = result.AsSpan(first, tickers);
            var sorted = day.ToArray();
            Array.Sort(sorted);
            var median = Quantiles.Type7(sorted, 0.5);
            foreach (ref var value in day)
                value -= median;
        }

        return result;
    }
}
