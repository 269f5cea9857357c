using System.Collections.Immutable;

namespace ModelRegistry.Core.Tracking;

/// <summary>Runs side by side.</summary>
public sealed record RunComparison
{
    /// <summary>Params that are not the same in all runs, by key.</summary>
    public required ImmutableArray<ComparedParam> Params { get; init; }

    /// <summary>All metrics, by key.</summary>
    public required ImmutableArray<ComparedMetric> Metrics { get; init; }

    public static RunComparison Of(IReadOnlyList<TrackedRun> runs)
    {
        var texts = runs.Select(run => run.Params.ToDictionary(param => param.Key, param => param.Value, StringComparer.Ordinal)).ToList();
        var numbers = runs.Select(run => run.Metrics.ToDictionary(metric => metric.Key, metric => metric.Value, StringComparer.Ordinal)).ToList();
        return new()
        {
            Params = [.. Keys(texts)
                .Select(key => new ComparedParam(key, [.. texts.Select(run => run.GetValueOrDefault(key))]))
                .Where(param => param.Values.Distinct(StringComparer.Ordinal).Skip(1).Any())],
            Metrics = [.. Keys(numbers).Select(key => new ComparedMetric(key, [.. numbers.Select(run => run.TryGetValue(key, out var value) ? value : (double?)null)]))],
        };
    }

    private static IEnumerable<string> Keys<T>(IEnumerable<Dictionary<string, T>> runs) => runs.SelectMany(run => run.Keys).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal);
}
