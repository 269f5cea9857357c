using ModelRegistry.Core.Statistics;
using ModelRegistry.Core.Tests.Reference;

namespace ModelRegistry.Core.Tests.Statistics;

/// <summary>The reference panel of 60 days × 50 assets, drawn as its case describes.</summary>
public sealed class FinancePanelReferenceTests
{
    private const int Assets = 50;
    private const int Buckets = 5;

    [ReferenceFact]
    public void RankIc_Panel_MatchesReference()
    {
        var (reference, factor, returns) = Panel();
        var byDay = RankIc.ByDay(factor, returns, Assets);
        var summary = RankIc.Summarise(byDay);
        reference.Check("ic_by_day_first3", byDay[..3]);
        reference.Check("ic_mean", summary.Mean);
        reference.Check("ic_std", summary.StandardDeviation);
        reference.Check("icir", summary.Icir);
        reference.Check("icir_annualised", summary.IcirAnnualised);
        reference.Check("ic_t", summary.Mean / (summary.StandardDeviation / Math.Sqrt(summary.Days)));
        reference.Check("pearson_ic_mean", Moments.Mean(EachDay(factor, returns, Correlation.Pearson)));
    }

    [ReferenceFact]
    public void QuantileReturns_Panel_MatchesReference()
    {
        var (reference, factor, returns) = Panel();
        var byDay = QuantileReturns.ByDay(factor, returns, Assets, Buckets);
        var spread = QuantileReturns.Spread(byDay, Buckets);
        reference.Check("quantile_mean_return", QuantileReturns.Mean(byDay, Buckets));
        reference.Check("quantile_mean_return_demeaned", QuantileReturns.Mean(QuantileReturns.ByDay(factor, Demeaned(returns), Assets, Buckets), Buckets));
        reference.Check("spread_mean", Moments.Mean(spread));
        reference.Check("spread_t", Moments.Mean(spread) / (Moments.StandardDeviation(spread) / Math.Sqrt(spread.Length)));
    }

    [ReferenceFact]
    public void Turnover_Panel_MatchesReference()
    {
        var (reference, factor, _) = Panel();
        var buckets = new int[factor.Length];
        for (var start = 0; start < factor.Length; start += Assets)
            Quantiles.Assign(factor.AsSpan(start, Assets), Buckets, buckets.AsSpan(start, Assets));
        reference.Check("turnover_bottom_mean", Moments.Mean(QuantileTurnover.ByDay(buckets, Assets, 1).AsSpan(1)));
        reference.Check("turnover_top_mean", Moments.Mean(QuantileTurnover.ByDay(buckets, Assets, Buckets).AsSpan(1)));
        reference.Check("rank_autocorr_mean", Moments.Mean(EachDay(factor[Assets..], factor[..^Assets], Correlation.Spearman)));
    }

    [ReferenceFact]
    public void FactorPortfolio_Panel_MatchesReference()
    {
        var (reference, factor, returns) = Panel();
        var earned = FactorPortfolio.ByDay(factor, returns, Assets);
        reference.Check("factor_return_mean", Moments.Mean(earned));
        reference.Check("factor_return_sharpe", Performance.AnnualisedSharpe(earned));
    }

    private delegate double Measure(ReadOnlySpan<double> x, ReadOnlySpan<double> y);

    private static double[] EachDay(double[] x, double[] y, Measure measure) =>
        [.. Enumerable.Range(0, x.Length / Assets).Select(d => measure(x.AsSpan(d * Assets, Assets), y.AsSpan(d * Assets, Assets)))];

    private static double[] Demeaned(double[] returns) =>
        [.. returns.Chunk(Assets).SelectMany(day => day.Select(value => value - Moments.Mean(day)))];

    private static (ReferenceCase Reference, double[] Factor, double[] Returns) Panel()
    {
        var reference = ReferenceValues.Get("fi-panel-01");
        var random = new SplitMix64((ulong)reference.Input("seed"));
        var (factor, returns) = (new List<double>(), new List<double>());
        for (var day = 0; day < (int)reference.Input("days"); day++)
        {
            var today = SplitMix64.Fill(Assets, random.Normal);
            factor.AddRange(today);
            returns.AddRange(today.Select(f => .0005 + (.003 * f) + (.02 * random.Normal())));
        }

        Assert.Equal(reference.Input("factor_sum"), factor.Sum(), 1e-9);
        Assert.Equal(reference.Input("return_sum"), returns.Sum(), 1e-9);
        return (reference, [.. factor], [.. returns]);
    }
}
