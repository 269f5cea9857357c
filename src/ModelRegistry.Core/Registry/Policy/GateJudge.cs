using System.Globalization;
using ModelRegistry.Contracts;
using ModelRegistry.Contracts.Registry;

namespace ModelRegistry.Core.Registry.Policy;

/// <summary>Judges one gate for one version.</summary>
/// <param name="state">The model.</param>
/// <param name="version">The version that is to pass.</param>
/// <param name="evidence">What the tables know.</param>
/// <param name="gatesDigest">Of the policy's gates for this version: approvals given under others do not count.</param>
public sealed class GateJudge(ModelState state, VersionRow version, GateEvidence evidence, string gatesDigest)
{
    public GateResult Judge(GateRule rule)
    {
        if (GateKeys.IsYesOrNo(rule.Key))
            return YesOrNo(rule);
        var (passed, value, threshold) = rule.Key switch
        {
            GateKeys.Approvals => Approvals(rule, Role.Approver),
            GateKeys.AdminApprovals => Approvals(rule, Role.Admin),
            _ => MetricGate.Judge(rule, evidence),
        };
        return new GateResult { Gate = rule.Key, Passed = passed, Value = value, Threshold = threshold, Source = rule.Source, Overridden = rule.Loosened };
    }

    private GateResult YesOrNo(GateRule rule)
    {
        var (met, value) = rule.Key switch
        {
            GateKeys.Manifest => Manifest(),
            GateKeys.Signature => SignatureGate.Judge(evidence.Signature, evidence.Production),
            GateKeys.Experiment => Experiment(),
            GateKeys.NoSevereDrift => DriftGate.Judge(version, state.Frozen, evidence.LatestDrift),
            _ => WebhookGate.Judge(rule, evidence.Webhooks, version.Number, state.Revision),
        };

        // Only a request passes by a freeze; a policy that does not look at drift does not.
        var held = rule.Key == GateKeys.NoSevereDrift && state.Frozen is not null && !rule.Loosened;
        return Result(rule, met, value, held);
    }

    /// <summary>A gate that is met or not, where it may be that it is not asked for.</summary>
    internal static GateResult Result(GateRule rule, bool met, string value, bool held = false) => new()
    {
        Gate = rule.Key,
        Passed = met || (rule.Threshold == 0 && !held),
        Value = value,
        Threshold = rule.Threshold != 0 ? GateKeys.Wanted(rule.Key) : held ? "not frozen" : "any",
        Source = rule.Source,
        Overridden = rule.Loosened,
        Met = met,
    };

    private (bool Passed, string Value, string Threshold) Approvals(GateRule rule, Role least)
    {
        var given = version.Approvals.Where(approval => approval.Role >= least).ToList();
        var count = given.Count(approval => approval.CountsUnder(gatesDigest));
        var gone = given.Count - count;
        return (count >= rule.Threshold, Text(count) + (gone > 0 ? $" ({gone} void: the policy has changed since)" : ""), Text(rule.Threshold));
    }

    private (bool Met, string Value) Manifest()
    {
        var missing = ManifestRules.Missing(evidence.Manifest);
        return (missing.IsEmpty, missing.IsEmpty ? "complete" : "missing " + string.Join(", ", missing));
    }

    private (bool Met, string Value) Experiment()
    {
        if (evidence.Won.IsEmpty)
            return (false, "none won");
        if (evidence.Production is not { } production)
            return (true, $"{evidence.Won[^1].Name} won, nothing in production");
        return evidence.Won.LastOrDefault(won => won.Champion == production.Number) is { } against
            ? (true, $"{against.Name} won against version {production.Number}")
            : (false, $"{evidence.Won[^1].Name} won against version {evidence.Won[^1].Champion}, none against version {production.Number} in production");
    }

    private static string Text(double value) => value.ToString("R", CultureInfo.InvariantCulture);
}
