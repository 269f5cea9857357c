using System.Collections.Frozen;

namespace ModelRegistry.Core.Registry.Comparing;

/// <summary>The directions of metrics known by their names.</summary>
public static class MetricDirections
{
    private static readonly FrozenDictionary<string, MetricDirection> Known = new Dictionary<string, MetricDirection>(StringComparer.OrdinalIgnoreCase)
    {
        ["loss"] = MetricDirection.Decrease,
        ["log_loss"] = MetricDirection.Decrease,
        ["mae"] = MetricDirection.Decrease,
        ["mse"] = MetricDirection.Decrease,
        ["rmse"] = MetricDirection.Decrease,
        ["mape"] = MetricDirection.Decrease,
        ["brier"] = MetricDirection.Decrease,
        ["volatility"] = MetricDirection.Decrease,
        ["turnover"] = MetricDirection.Decrease,
        ["accuracy"] = MetricDirection.Increase,
        ["auc"] = MetricDirection.Increase,
        ["f1"] = MetricDirection.Increase,
        ["ic"] = MetricDirection.Increase,
        ["rank_ic"] = MetricDirection.Increase,
        ["icir"] = MetricDirection.Increase,
        ["hit_rate"] = MetricDirection.Increase,
        ["precision"] = MetricDirection.Increase,
        ["recall"] = MetricDirection.Increase,
        ["r2"] = MetricDirection.Increase,
        ["pearson"] = MetricDirection.Increase,
        ["spearman"] = MetricDirection.Increase,
        ["long_short"] = MetricDirection.Increase,
        ["long_short_gross"] = MetricDirection.Increase,
        ["long_short_spread"] = MetricDirection.Increase,
        ["quintile_spread"] = MetricDirection.Increase,

        // A negative fraction, so that a smaller loss is a greater number.
        ["max_drawdown"] = MetricDirection.Increase,
        ["sharpe"] = MetricDirection.Increase,
    }.ToFrozenDictionary(StringComparer.OrdinalIgnoreCase);

    /// <summary>The direction of a metric of that name in any case; null where the name is not known.</summary>
    public static MetricDirection? Of(string metric) => Known.TryGetValue(Bare(metric), out var direction) ? direction : null;

    /// <summary>Net of cost is the same metric.</summary>
    private static string Bare(string metric) => metric.EndsWith("_net", StringComparison.OrdinalIgnoreCase) ? metric[..^4] : metric;
}
