using System.Collections.Immutable;
using ModelRegistry.Core.Registry;

namespace ModelRegistry.Core.Tracking;

/// <summary>
/// What a version keeps of its run: the first 1,000 by key of each kind, without keys that no version can have and without metrics that are no finite numbers.
/// </summary>
public static class RunRecord
{
    public static ImmutableDictionary<string, string> Params(TrackedRun run) => Texts(run.Params, "");

    /// <summary>The latest value of each.</summary>
    public static ImmutableDictionary<string, double> Metrics(TrackedRun run) => run.Metrics
        .Where(metric => double.IsFinite(metric.Value) && IsKey(metric.Key))
        .OrderBy(metric => metric.Key, StringComparer.Ordinal)
        .Take(TextRules.MaxEntries)
        .ToImmutableDictionary(metric => metric.Key, metric => metric.Value);

    /// <param name="run">The run.</param>
    /// <param name="prefix">Stands in front of each key.</param>
    /// <param name="most">How many at most.</param>
    public static ImmutableDictionary<string, string> Tags(TrackedRun run, string prefix, int most) => Texts(run.Tags, prefix, most);

    private static ImmutableDictionary<string, string> Texts(ImmutableArray<KeyedText> texts, string prefix, int most = TextRules.MaxEntries) => texts
        .Where(text => IsKey(prefix + text.Key) && text.Value.Length <= TextRules.MaxValue)
        .OrderBy(text => text.Key, StringComparer.Ordinal)
        .Take(most)
        .ToImmutableDictionary(text => prefix + text.Key, text => text.Value);

    private static bool IsKey(string key) => NameRules.Check("key", key, TextRules.MaxKey) is null;
}
