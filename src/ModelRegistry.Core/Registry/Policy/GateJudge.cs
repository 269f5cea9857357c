using System.Collections.Immutable;
using System.Globalization;
using ModelRegistry.Contracts.Registry;

namespace ModelRegistry.Core.Registry.Policy;

/// <summary>Judges one gate for one version.</summary>
public static class GateJudge
{
    private const string NotMeasured = "not measured";
    private const string Waived = "waived";

    public static GateResult Judge(GateRule rule, VersionRow version, FreezeView? frozen, GateEvidence evidence)
    {
        var (passed, value, threshold) = rule.Key switch
        {
            GateKeys.Approvals => Approvals(rule, version),
            GateKeys.Manifest => Manifest(rule, evidence.Manifest),
            GateKeys.NoSevereDrift => DriftGate.Judge(rule, version, frozen, evidence.LatestDrift),
            _ => Metric(rule, evidence.Metrics),
        };
        return new GateResult
        {
            Gate = rule.Key,
            Passed = passed,
            Value = value,
            Threshold = threshold,
            Source = rule.Source,
            Overridden = rule.Loosened,
        };
    }

    private static (bool Passed, string Value, string Threshold) Approvals(GateRule rule, VersionRow version)
    {
        var count = version.View.ApprovedBy.Length;
        return (count >= rule.Threshold, Text(count), Text(rule.Threshold));
    }

    private static (bool Passed, string Value, string Threshold) Manifest(GateRule rule, Manifest manifest)
    {
        var missing = ManifestRules.Missing(manifest);
        var value = missing.IsEmpty ? "complete" : "missing " + string.Join(", ", missing);
        return rule.Threshold == 0 ? (true, value, "any") : (missing.IsEmpty, value, "complete");
    }

    /// <summary>A metric is found under its name or, net of cost, under its name with _net. One that is missing or no number fails.</summary>
    private static (bool Passed, string Value, string Threshold) Metric(GateRule rule, ImmutableDictionary<string, double> metrics)
    {
        var name = GateKeys.Metric(rule.Key);
        var magnitude = name == GateKeys.MaxDrawdown;
        var bound = magnitude ? Math.Abs(rule.Threshold) : rule.Threshold;
        if (!metrics.TryGetValue(name, out var value) && !metrics.TryGetValue(name + "_net", out value))
            return GateKeys.Waives(rule.Key, rule.Threshold) ? (true, NotMeasured, Waived) : (false, NotMeasured, Text(bound));

        var compared = magnitude ? Math.Abs(value) : value;
        var passed = GateKeys.IsLowerBound(rule.Key) ? compared >= bound : compared <= bound;
        return (passed, Text(value), GateKeys.Waives(rule.Key, rule.Threshold) ? Waived : Text(bound));
    }

    private static string Text(double value) => value.ToString("R", CultureInfo.InvariantCulture);
}
