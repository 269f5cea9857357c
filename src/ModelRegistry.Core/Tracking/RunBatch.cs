using System.Collections.Immutable;

namespace ModelRegistry.Core.Tracking;

/// <summary>
/// What is logged to a run in one piece, as the store takes it: checked, each thing once, and in one order for all writers, so that two of them never wait for
/// each other.
/// </summary>
public sealed class RunBatch
{
    private RunBatch(ImmutableArray<LoggedMetric> metrics, ImmutableArray<KeyedText> parameters, ImmutableArray<KeyedText> tags)
    {
        (Params, Tags) = (parameters, tags);
        Latest = [.. metrics.Where((metric, i) => i == metrics.Length - 1 || metrics[i + 1].Key != metric.Key)];
        Earlier = Latest.Length == metrics.Length ? [] : [.. metrics.Where((metric, i) => i < metrics.Length - 1 && metrics[i + 1].Key == metric.Key)];
    }

    /// <summary>The greatest of each key by step, timestamp and value; in the order of the keys.</summary>
    public ImmutableArray<LoggedMetric> Latest { get; }

    /// <summary>The other metrics, by key, step, timestamp and value; no two are the same.</summary>
    public ImmutableArray<LoggedMetric> Earlier { get; }

    /// <summary>By key; no two have the same.</summary>
    public ImmutableArray<KeyedText> Params { get; }

    /// <summary>By key; no two have the same.</summary>
    public ImmutableArray<KeyedText> Tags { get; }

    /// <summary>The name that the tags give the run; null when they give none.</summary>
    public string? RunName => Tags.FirstOrDefault(tag => tag.Key == TrackingRules.RunNameTag).Value;

    /// <exception cref="TrackingException">Something in it cannot be taken.</exception>
    public static RunBatch Of(IReadOnlyList<LoggedMetric> metrics, IReadOnlyList<KeyedText> parameters, IReadOnlyList<KeyedText> tags, TrackingRules rules)
    {
        for (var i = 0; i < metrics.Count; i++)
            TrackingRules.Metric(metrics[i], i);
        var fittedParams = parameters.Select((param, i) => rules.Param(param, i)).ToList();
        var fittedTags = tags.Select((tag, i) => rules.Tag(tag, i)).ToList();
        TrackingRules.CheckCount("metrics", metrics.Count, TrackingLimits.BatchMetrics);
        TrackingRules.CheckCount("params", parameters.Count, TrackingLimits.BatchParams);
        TrackingRules.CheckCount("tags", tags.Count, TrackingLimits.BatchTags);
        TrackingRules.CheckCount("metrics, params, and tags", metrics.Count + parameters.Count + tags.Count, TrackingLimits.BatchTotal);
        CheckParamsOnce(fittedParams);
        return new RunBatch(Ordered(metrics), [.. fittedParams.OrderBy(param => param.Key, StringComparer.Ordinal)], LastOfEach(fittedTags));
    }

    /// <inheritdoc cref="Of"/>
    public static RunBatch OfMetric(LoggedMetric metric) => new([TrackingRules.Metric(metric)], [], []);

    /// <inheritdoc cref="Of"/>
    public static RunBatch OfParam(KeyedText param, TrackingRules rules) => new([], [rules.Param(param)], []);

    /// <inheritdoc cref="Of"/>
    public static RunBatch OfTags(IEnumerable<KeyedText> tags, TrackingRules rules) => new([], [], LastOfEach(tags.Select(tag => rules.Tag(tag))));

    private static void CheckParamsOnce(List<KeyedText> parameters)
    {
        var seen = new HashSet<string>(StringComparer.Ordinal);
        var twice = parameters.Select(param => param.Key).Where(key => !seen.Add(key)).Select(key => $"'{key}'").ToList();
        if (twice.Count > 0)
        {
            throw TrackingException.Invalid(
                $"Duplicate parameter keys have been submitted: [{string.Join(", ", twice)}]. Please ensure the request contains only one param value per param key.");
        }
    }

    private static ImmutableArray<LoggedMetric> Ordered(IReadOnlyList<LoggedMetric> metrics)
    {
        var sorted = metrics.ToArray();
        Array.Sort(sorted, Compare);
        return [.. sorted.Where((metric, i) => i == 0 || sorted[i - 1] != metric)];
    }

    /// <summary>The order of the store, in which NaN is the greatest value.</summary>
    private static int Compare(LoggedMetric a, LoggedMetric b)
    {
        var order = string.CompareOrdinal(a.Key, b.Key);
        if (order == 0)
            order = a.Step.CompareTo(b.Step);
        if (order == 0)
            order = a.Timestamp.CompareTo(b.Timestamp);
        return order != 0 ? order : double.IsNaN(a.Value) || double.IsNaN(b.Value) ? double.IsNaN(a.Value).CompareTo(double.IsNaN(b.Value)) : a.Value.CompareTo(b.Value);
    }

    // A name that is empty is none: the run keeps the one it has.
    private static ImmutableArray<KeyedText> LastOfEach(IEnumerable<KeyedText> tags)
    {
        var last = new SortedDictionary<string, string>(StringComparer.Ordinal);
        foreach (var tag in tags)
            last[tag.Key] = tag.Value;
        return [.. last.Where(tag => tag.Key != TrackingRules.RunNameTag || tag.Value.Length > 0).Select(tag => new KeyedText(tag.Key, tag.Value))];
    }
}
