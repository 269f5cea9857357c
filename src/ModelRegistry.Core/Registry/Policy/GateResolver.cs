using System.Collections.Immutable;
using ModelRegistry.Contracts.Registry;

namespace ModelRegistry.Core.Registry.Policy;

/// <summary>Which gates stand before a stage for one version of one model. The narrowest section that names a gate decides it.</summary>
public static class GateResolver
{
    /// <summary>The gates in order of their keys.</summary>
    /// <param name="policy">The policy in force.</param>
    /// <param name="model">The name of the model.</param>
    /// <param name="type">The type of the version; selects the strategy.</param>
    /// <param name="target">The stage to be entered.</param>
    /// <param name="overrides">The request's thresholds, by canonical key.</param>
    public static ImmutableArray<GateRule> Resolve(
        PromotionPolicy policy, string model, string? type, Stage target, ImmutableDictionary<string, double> overrides)
    {
        var rules = new SortedDictionary<string, GateRule>(StringComparer.Ordinal)
        {
            // A freeze holds whatever the policy asks for, so this gate is always there.
            [GateKeys.NoSevereDrift] = new GateRule { Key = GateKeys.NoSevereDrift, Threshold = 1, Source = "defaults" },
        };
        foreach (var (source, section) in Sections(policy, model, type))
        {
            foreach (var (key, threshold) in section.For(target).Gates)
                Set(rules, key, threshold, source);
        }

        foreach (var (key, threshold) in overrides)
            rules[key] = Override(rules.GetValueOrDefault(key), key, threshold);
        return [.. rules.Values];
    }

    /// <summary>The webhooks that the policy wants asked on the way of a version to a stage, by name.</summary>
    public static ImmutableArray<string> Webhooks(PromotionPolicy policy, string model, string? type, Stage to) =>
    [
        .. new[] { Stage.Staging, Stage.Production }.Where(stage => stage <= to && Lifecycle.IsGated(to))
            .SelectMany(stage => Resolve(policy, model, type, stage, ImmutableDictionary<string, double>.Empty))
            .Where(rule => GateKeys.IsWebhook(rule.Key) && rule.Threshold != 0).Select(rule => rule.Key[GateKeys.Webhook.Length..]).Distinct(StringComparer.Ordinal),
    ];

    /// <summary>Digest (hex) of all that the policy asks for before Staging and Production of a version; it changes when anything of that does.</summary>
    public static string Digest(PromotionPolicy policy, string model, string? type) => Hashing.Digest.OfCanonical(
        new[] { Stage.Staging, Stage.Production }.Select(stage => Resolve(policy, model, type, stage, ImmutableDictionary<string, double>.Empty).Select(rule => new { rule.Key, rule.Threshold })));

    /// <summary>Where a version goes that is superseded in Production.</summary>
    public static Stage SupersededTo(PromotionPolicy policy, string model, string? type)
        => Sections(policy, model, type).Select(section => section.Section.Production.SupersededTo).LastOrDefault(stage => stage is not null) ?? Stage.Archived;

    /// <summary>From the widest to the narrowest.</summary>
    private static IEnumerable<(string Source, PolicySection Section)> Sections(PromotionPolicy policy, string model, string? type)
    {
        yield return ("defaults", policy.Defaults);
        if (type is not null && policy.Strategies.TryGetValue(type, out var strategy))
            yield return ($"strategy {type}", strategy);
        if (policy.Models.TryGetValue(model, out var own))
            yield return ($"model {model}", own);
    }

    private static void Set(SortedDictionary<string, GateRule> rules, string key, double? threshold, string source)
    {
        if (threshold is { } value)
            rules[key] = new GateRule { Key = key, Threshold = value, Source = source };
        else
            rules.Remove(key);
    }

    private static GateRule Override(GateRule? policy, string key, double threshold) => new()
    {
        Key = key,
        Threshold = threshold,
        Source = "request",
        PolicyThreshold = policy?.Threshold,

        // Passing by a freeze loosens, even where the policy does not look at drift.
        Loosened = (policy is not null && GateKeys.Loosens(key, threshold, policy.Threshold)) || (key == GateKeys.NoSevereDrift && threshold == 0),
    };
}
