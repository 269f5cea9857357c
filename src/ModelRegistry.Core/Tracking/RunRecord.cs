using System.Collections.Immutable;
using System.Text;
using ModelRegistry.Core.Hashing;
using ModelRegistry.Core.Registry;

namespace ModelRegistry.Core.Tracking;

/// <summary>
/// What a version keeps of its run: the first 1,000 by key of each kind, without keys that no version can have and without metrics that are no finite numbers.
/// </summary>
public static class RunRecord
{
    public static ImmutableDictionary<string, string> Params(TrackedRun run) => Texts(run.Params);

    /// <summary>The latest value of each.</summary>
    public static ImmutableDictionary<string, double> Metrics(TrackedRun run) => run.Metrics
        .Where(metric => double.IsFinite(metric.Value) && IsKey(metric.Key))
        .OrderBy(metric => metric.Key, StringComparer.Ordinal)
        .Take(TextRules.MaxEntries)
        .ToImmutableDictionary(metric => metric.Key, metric => metric.Value);

    /// <summary>As JSON text; where that is too long only the first half, or less, by key. Null where there are none.</summary>
    public static string? Tags(TrackedRun run)
    {
        var tags = Texts(run.Tags);
        var text = Json(tags);
        while (text.Length > TextRules.MaxJson)
        {
            tags = tags.RemoveRange(tags.Keys.Order(StringComparer.Ordinal).Skip(tags.Count / 2));
            text = Json(tags);
        }

        return tags.IsEmpty ? null : text;
    }

    private static string Json(ImmutableDictionary<string, string> tags) => Encoding.UTF8.GetString(CanonicalJson.Serialize(tags));

    private static ImmutableDictionary<string, string> Texts(ImmutableArray<KeyedText> texts) => texts
        .Where(text => IsKey(text.Key) && text.Value.Length <= TextRules.MaxValue)
        .OrderBy(text => text.Key, StringComparer.Ordinal)
        .Take(TextRules.MaxEntries)
        .ToImmutableDictionary(text => text.Key, text => text.Value);

    private static bool IsKey(string key) => NameRules.Check("key", key, TextRules.MaxKey) is null;
}
