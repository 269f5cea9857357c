using System.Collections.Immutable;
using System.Globalization;

namespace ModelRegistry.Core.Registry.Policy;

/// <summary>A metric against a number, or against the version in production. One that is missing or no number fails.</summary>
internal static class MetricGate
{
    private const string NotMeasured = "not measured";
    private const string Waived = "waived";

    public static (bool Passed, string Value, string Threshold) Judge(GateRule rule, GateEvidence evidence)
    {
        var name = GateKeys.Metric(rule.Key);
        var value = Find(evidence.Metrics, name);
        if (GateKeys.Waives(rule.Key, rule.Threshold))
            return (true, Text(value), Waived);
        if (GateKeys.IsRelative(rule.Key))
            return Relative(rule, name, value, evidence.Production);
        var magnitude = name == GateKeys.MaxDrawdown;
        var bound = magnitude ? Math.Abs(rule.Threshold) : rule.Threshold;
        return (Holds(rule.Key, magnitude ? Abs(value) : value, bound), Text(value), Text(bound));
    }

    private static (bool Passed, string Value, string Threshold) Relative(GateRule rule, string name, double? value, ProductionEvidence? production)
    {
        var slack = $"{(rule.Threshold * 100).ToString("0.###", CultureInfo.InvariantCulture)} %";
        if (production is null)
            return (true, $"{Text(value)}, nothing in production", $"no worse than {slack}");
        if (Find(production.Metrics, name) is not { } there)
            return (false, $"{Text(value)}, {NotMeasured} for version {production.Number} in production", $"no worse than {slack}");
        var bound = GateKeys.BoundsFromBelow(rule.Key) ? there - rule.Threshold * Math.Abs(there) : there + rule.Threshold * Math.Abs(there);
        return (Holds(rule.Key, value, bound), Text(value), $"{Text(bound)}: no worse than {slack} {(GateKeys.BoundsFromBelow(rule.Key) ? "below" : "above")} version {production.Number} ({Text(there)})");
    }

    // Nothing that is missing or NaN holds.
    private static bool Holds(string key, double? value, double bound) => GateKeys.BoundsFromBelow(key) ? value >= bound : value <= bound;

    /// <summary>Under its name or, net of cost, under its name with _net.</summary>
    private static double? Find(ImmutableDictionary<string, double> metrics, string name)
        => metrics.TryGetValue(name, out var value) || metrics.TryGetValue(name + "_net", out value) ? value : null;

    private static double? Abs(double? value) => value is { } number ? Math.Abs(number) : null;

    private static string Text(double? value) => value?.ToString("R", CultureInfo.InvariantCulture) ?? NotMeasured;
}
