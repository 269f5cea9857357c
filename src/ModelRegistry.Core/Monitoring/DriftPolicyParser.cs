using System.Collections.Immutable;
using System.Globalization;
using ModelRegistry.Contracts.Monitoring;
using YamlDotNet.Core;
using YamlDotNet.RepresentationModel;

namespace ModelRegistry.Core.Monitoring;

/// <summary>Reads <c>drift-policy.yaml</c>. Strict: what is not understood is an error, never ignored.</summary>
public static class DriftPolicyParser
{
    private const int MaxLength = 1_000_000;
    private const string Known = "windowDays, baselineDays, confirmScans, thawScans, action, moderate, severe, periodMinutes, minRows and note";

    /// <exception cref="DriftPolicyException">The text is no such file; the first mistake is named with its line.</exception>
    public static DriftPolicyBook Parse(string yaml)
    {
        if (yaml.Length > MaxLength) throw new DriftPolicyException($"The drift policy has {yaml.Length} characters; at most {MaxLength} are read.");
        YamlNode? defaults = null, models = null;
        foreach (var (key, value) in Members(Root(yaml), "the drift policy"))
        {
            if (key.Value == "defaults") defaults = value;
            else if (key.Value == "models") models = value;
            else throw Wrong(key, $"'{key.Value}' is not known; defaults and models are");
        }

        var common = Policy(defaults, "defaults", new MonitorPolicy());
        return new DriftPolicyBook
        {
            Defaults = common,
            Models = Members(models, "models").ToImmutableDictionary(
                m => m.Key.Value!, m => Policy(m.Value, $"models.{m.Key.Value}", common), StringComparer.Ordinal),
        };
    }

    private static YamlNode? Root(string yaml)
    {
        try
        {
            return YamlText.Root(yaml);
        }
        catch (YamlException e)
        {
            throw new DriftPolicyException($"The drift policy is no YAML: line {e.Start.Line}: {e.Message}", e);
        }
    }

    private static MonitorPolicy Policy(YamlNode? node, string where, MonitorPolicy policy)
    {
        foreach (var (key, value) in Members(node, where))
        {
            if (value is not YamlScalarNode { Value: { } text }) throw Wrong(value, $"{key.Value} of {where} is to be one value");
            policy = Set(policy, key, text);
        }

        return MonitorPolicyRules.Check(policy) is { } wrong ? throw Wrong(node!, $"{where}: {wrong}") : policy;
    }

    private static MonitorPolicy Set(MonitorPolicy policy, YamlScalarNode key, string text) => key.Value switch
    {
        "windowDays" => policy with { WindowDays = Whole(key, text) },
        "baselineDays" => policy with { BaselineDays = Whole(key, text) },
        "confirmScans" => policy with { ConfirmScans = Whole(key, text) },
        "thawScans" => policy with { ThawScans = Whole(key, text) },
        "periodMinutes" => policy with { PeriodMinutes = Whole(key, text) },
        "minRows" => policy with { MinRows = Whole(key, text) },
        "moderate" => policy with { Moderate = Number(key, text) },
        "severe" => policy with { Severe = Number(key, text) },
        "action" => policy with { Action = Action(key, text) },
        "note" => policy with { Note = text },
        _ => throw Wrong(key, $"'{key.Value}' is not known; {Known} are"),
    };

    private static int Whole(YamlScalarNode key, string text) =>
        int.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number)
            ? number
            : throw Wrong(key, $"{key.Value} is '{text}'; a whole number is wanted");

    private static double Number(YamlScalarNode key, string text) =>
        double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number)
            ? number
            : throw Wrong(key, $"{key.Value} is '{text}'; a number is wanted");

    private static DriftAction Action(YamlScalarNode key, string text) => text switch
    {
        "notify" => DriftAction.Notify,
        "freezeAndRetrain" => DriftAction.FreezeAndRetrain,
        "rollBack" => DriftAction.RollBack,
        _ => throw Wrong(key, $"action is '{text}'; notify, freezeAndRetrain or rollBack is wanted"),
    };

    private static IEnumerable<(YamlScalarNode Key, YamlNode Value)> Members(YamlNode? node, string where)
    {
        if (node is null or YamlScalarNode { Value: "" or null }) return [];
        if (node is not YamlMappingNode mapping) throw Wrong(node, $"{where} is to have keys and values");
        return mapping.Children.Select(child => child.Key is YamlScalarNode { Value.Length: > 0 } key
            ? (key, child.Value)
            : throw Wrong(child.Key, $"a key of {where} is to be a word"));
    }

    private static DriftPolicyException Wrong(YamlNode node, string what) => new($"The drift policy, line {node.Start.Line}: {what}.");
}
