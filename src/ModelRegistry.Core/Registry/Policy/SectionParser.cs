using System.Globalization;
using ModelRegistry.Contracts.Registry;
using YamlDotNet.RepresentationModel;

namespace ModelRegistry.Core.Registry.Policy;

/// <summary>Reads one section: the gates before staging and production.</summary>
internal static class SectionParser
{
    private const string Known = "min_METRIC, max_METRIC, not_below_METRIC, not_above_METRIC, approvals, adminApprovals, manifest, signature, experiment, noSevereDrift, webhook_NAME and (in production) supersededTo";

    public static PolicySection Read(YamlNode node, string where, PolicyErrors errors)
    {
        var section = PolicySection.None;
        foreach (var (key, value) in errors.Members(node, where))
        {
            section = key.Value switch
            {
                "staging" => section with { Staging = Target(value, $"{where}.staging", errors, production: false) },
                "production" => section with { Production = Target(value, $"{where}.production", errors, production: true) },
                _ => errors.Unknown(section, key, "staging and production"),
            };
        }

        return section;
    }

    private static TargetPolicy Target(YamlNode node, string where, PolicyErrors errors, bool production)
    {
        var target = TargetPolicy.None;
        foreach (var (key, value) in errors.Members(node, where))
        {
            if (value is not YamlScalarNode { Value: { Length: > 0 } text })
                errors.Add(value, $"{key.Value} of {where} is to be one value");
            else if (key.Value == "supersededTo" && production)
                target = target with { SupersededTo = Superseded(text, value, errors) };
            else
                target = Gate(target, key, text, errors);
        }

        return target;
    }

    private static TargetPolicy Gate(TargetPolicy target, YamlScalarNode key, string text, PolicyErrors errors)
    {
        var canonical = GateKeys.Canonical(key.Value!);
        if (!GateKeys.IsKnown(canonical))
            return errors.Unknown(target, key, Known);
        if (target.Gates.ContainsKey(canonical))
        {
            errors.Add(key, $"{canonical} is there twice, under two spellings");
            return target;
        }

        var (threshold, wrong) = Threshold(canonical, text);
        if (wrong is not null)
            errors.Add(key, wrong);
        return target with { Gates = target.Gates.Add(canonical, threshold) };
    }

    private static (double? Threshold, string? Wrong) Threshold(string key, string text) => key switch
    {
        GateKeys.Manifest => Word(key, text, "complete", "any"),
        GateKeys.Signature => Word(key, text, "compatible", "any"),
        GateKeys.Experiment => Word(key, text, "won", "any"),
        GateKeys.NoSevereDrift => Word("noSevereDrift", text, "true", "false"),
        _ when GateKeys.IsWebhook(key) => Word(key, text, "true", "false"),
        _ when text == "off" && GateKeys.IsMetric(key) => (null, null),
        _ when GateKeys.IsRelative(key) && text.EndsWith('%') => Number(key, text[..^1], 0.01),
        _ => Number(key, text, 1),
    };

    private static (double? Threshold, string? Wrong) Word(string key, string text, string yes, string no)
    {
        if (text == yes)
            return (1, null);
        return text == no ? (0, null) : (null, $"{key}: '{text}' is neither {yes} nor {no}");
    }

    private static (double? Threshold, string? Wrong) Number(string key, string text, double unit)
    {
        if (!double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number))
            return (null, $"{key}: '{text}' is no number{(GateKeys.IsCount(key) ? "" : " and not off")}");
        number *= unit;
        return GateKeys.Check(key, number) is { } wrong ? (null, wrong) : (number, null);
    }

    private static Stage? Superseded(string text, YamlNode node, PolicyErrors errors)
    {
        if (StageNames.TryParse(text, out var stage) && stage is Stage.Archived or Stage.Staging or Stage.Deprecated)
            return stage;
        errors.Add(node, $"supersededTo: '{text}' is not Archived, Deprecated or Staging");
        return null;
    }
}
