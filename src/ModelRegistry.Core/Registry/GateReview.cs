using System.Collections.Immutable;
using System.Globalization;
using ModelRegistry.Contracts;
using ModelRegistry.Contracts.Registry;
using ModelRegistry.Core.Registry.Policy;

namespace ModelRegistry.Core.Registry;

/// <summary>All gates that stand before the stages a version is about to enter.</summary>
internal sealed record GateReview
{
    public required ImmutableArray<GateResult> Gates { get; init; }

    /// <summary>The overrides by canonical key.</summary>
    public required ImmutableDictionary<string, double> Overrides { get; init; }

    /// <summary>Null when the version may pass.</summary>
    public Refusal? Refusal { get; init; }

    /// <summary>Judges every gate, so that a refusal names all that failed.</summary>
    /// <param name="request">Who wants which version where.</param>
    /// <param name="steps">The stages to be entered, in order.</param>
    public static GateReview Of(AdvanceRequest request, ImmutableArray<Stage> steps)
    {
        var overrides = request.Overrides.ToImmutableDictionary(o => GateKeys.Canonical(o.Key), o => o.Value);
        var rules = steps.Where(Lifecycle.IsGated).SelectMany(step => request.Rules(step, overrides)).ToList();
        var gates = rules
            .Select(request.Judge().Judge)
            .GroupBy(gate => (gate.Gate, gate.Threshold))
            .Select(same => same.FirstOrDefault(gate => gate.Overridden) ?? same.First())
            .ToImmutableArray();
        return new GateReview { Gates = gates, Overrides = overrides, Refusal = MayLoosen(request, rules) ?? Passed(request, steps, gates) };
    }

    /// <summary>Null when the keys and thresholds of a request make sense.</summary>
    public static Refusal? CheckOverrides(ImmutableDictionary<string, double> overrides)
    {
        var wrong = overrides.Where(o => !GateKeys.Waives(GateKeys.Canonical(o.Key), o.Value))
            .Select(o => GateKeys.Check(GateKeys.Canonical(o.Key), o.Value)).Where(text => text is not null).Order(StringComparer.Ordinal).ToList();
        if (wrong.Count > 0)
            return ModelRefusals.Invalid("invalid_override", $"The overrides cannot be used: {string.Join("; ", wrong)}.");
        return overrides.Keys.GroupBy(GateKeys.Canonical).FirstOrDefault(group => group.Count() > 1) is { } twice
            ? ModelRefusals.Invalid("invalid_override", $"The overrides name the gate {twice.Key} under two spellings; name it once.")
            : null;
    }

    private static Refusal? MayLoosen(AdvanceRequest request, List<GateRule> rules)
    {
        var loosened = rules.Where(rule => rule.Loosened).DistinctBy(rule => rule.Key).ToList();
        if (loosened.Count == 0 || request.Context.Role >= Role.Approver)
            return null;
        var what = string.Join(", ", loosened.Select(rule => $"{rule.Key} {Text(rule.PolicyThreshold)} → {Text(rule.Threshold)}"));
        return ModelRefusals.Forbidden(
            "override_needs_approver",
            $"'{request.Context.Principal}' has the role {request.Context.Role} and asks for less than the policy ({what}); loosening a gate needs approver or admin.");
    }

    private static Refusal? Passed(AdvanceRequest request, ImmutableArray<Stage> steps, ImmutableArray<GateResult> gates)
    {
        var failed = gates.Where(gate => !gate.Passed).ToList();
        if (failed.Count == 0)
            return null;
        var each = failed.Select(gate => $"{gate.Gate} is {gate.Value}, wanted {gate.Threshold} ({gate.Source})");
        return Decide.Refuse(
            RefusalKind.Refused,
            "gates_failed",
            $"Version {request.Version.Number} of '{request.State.Name}' cannot go to {steps[^1]}, {failed.Count} of {gates.Length} gates failed: {string.Join("; ", each)}.",
            gates);
    }

    private static string Text(double? value) => value?.ToString("R", CultureInfo.InvariantCulture) ?? "none";
}
