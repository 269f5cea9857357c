using ModelRegistry.Core.Statistics;
using ModelRegistry.Core.Tests.Reference;

namespace ModelRegistry.Core.Tests.Statistics;

public sealed class FinanceReferenceTests
{
    [ReferenceFact]
    public void Correlation_FactorWithTies_MatchesReference()
    {
        var reference = ReferenceValues.Get("fi-ic-01");
        var (factor, forward) = (reference.Series("factor"), reference.Series("forward_return"));
        var ic = Correlation.Spearman(factor, forward);
        reference.Check("ic", ic);
        reference.Check("p", Correlation.PValue(ic, factor.Length));
        reference.Check("kendall_tau_b", Correlation.KendallTauB(factor, forward));
        reference.Check("pearson", Correlation.Pearson(factor, forward));
    }

    [ReferenceFact]
    public void Performance_PublishedReturns_MatchesReference()
    {
        var reference = ReferenceValues.Get("fi-perf-01");
        foreach (var name in new[] { "positive", "negative", "mixed" })
        {
            var returns = reference.Series(name);
            reference.Check("sharpe." + name, Performance.AnnualisedSharpe(returns));
            reference.Check("max_drawdown." + name, Performance.MaxDrawdown(returns));
        }

        reference.Check("annual_volatility_mixed", Performance.AnnualisedVolatility(reference.Series("mixed")));
    }

    [ReferenceFact]
    public void Performance_SharpeUncertainty_MatchesReference()
    {
        var reference = ReferenceValues.Get("fi-perf-03");
        var returns = reference.Series("returns");
        reference.Check("sharpe_daily", Performance.DailySharpe(returns));
        reference.Check("se_iid_normal", Performance.SharpeStandardError(returns));
        reference.Check("se_mertens", Performance.SharpeStandardErrorMertens(returns));
        reference.Check("psr", Performance.ProbabilisticSharpe(returns, reference.Input("benchmark_sharpe_daily")));
    }

    [ReferenceFact]
    public void QuantileTurnover_PublishedQuantiles_MatchesReference()
    {
        var reference = ReferenceValues.Get("fi-turnover-01");
        var days = reference.Inputs.GetProperty("quantile_by_day").EnumerateArray().ToArray();
        var buckets = days.SelectMany(day => day.EnumerateArray().Select(q => q.GetInt32())).ToArray();
        var lags = reference.Series("lags");
        for (var i = 0; i < lags.Length; i++)
            reference.Check($"turnover.{i}", QuantileTurnover.ByDay(buckets, 4, (int)reference.Input("quantile"), (int)lags[i]));
    }
}
