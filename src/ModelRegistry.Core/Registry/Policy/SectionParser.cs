using System.Globalization;
using ModelRegistry.Contracts.Registry;
using YamlDotNet.RepresentationModel;

namespace ModelRegistry.Core.Registry.Policy;

/// <summary>Reads one section: the gates before staging and production.</summary>
internal static class SectionParser
{
    private const string Known = "min_METRIC, max_METRIC, approvals, manifest, noSevereDrift and (in production) supersededTo";

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
        if (canonical is not (GateKeys.Approvals or GateKeys.Manifest or GateKeys.NoSevereDrift) && !GateKeys.IsMetric(canonical))
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
        GateKeys.Manifest => text switch
        {
            "complete" => (1, null),
            "any" => (0, null),
            _ => (null, $"manifest: '{text}' is neither complete nor any"),
        },
        GateKeys.NoSevereDrift => text switch
        {
            "true" => (1, null),
            "false" => (0, null),
            _ => (null, $"noSevereDrift: '{text}' is neither true nor false"),
        },
        _ when text == "off" && key != GateKeys.Approvals => (null, null),
        _ => Number(key, text),
    };

    private static (double? Threshold, string? Wrong) Number(string key, string text)
    {
        if (!double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number))
            return (null, $"{key}: '{text}' is no number{(key == GateKeys.Approvals ? "" : " and not off")}");
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
