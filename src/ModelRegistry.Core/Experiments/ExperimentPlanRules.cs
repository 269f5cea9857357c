using System.Globalization;
using ModelRegistry.Contracts;
using ModelRegistry.Contracts.Experiments;
using ModelRegistry.Contracts.Registry;

namespace ModelRegistry.Core.Experiments;

/// <summary>What a plan must be.</summary>
internal static class ExperimentPlanRules
{
    private const int MaxText = 200;
    private const double WeightTolerance = 1e-9;

    /// <summary>The first thing that is wrong with a plan by itself; null when nothing is.</summary>
    public static Refusal? Check(ExperimentPlan plan) =>
        CheckText("name", plan.Name)
        ?? CheckText("seed", plan.Seed)
        ?? Unless(plan.ModelId != Guid.Empty, $"The plan has no model; name the model whose versions are to be compared.")
        ?? CheckVariants(plan)
        ?? CheckMetrics(plan)
        ?? Unless(plan.Confidence is >= 0.5 and < 1, $"Confidence must be at least 0.5 and below 1, not {plan.Confidence}.")
        ?? Unless(plan.MinSamples is >= 2 and <= 1_000_000_000, $"The minimum sample must be 2 to 1,000,000,000 units per arm, not {plan.MinSamples}.")
        ?? Unless(plan.BlockDays is >= 1 and <= 366, $"A block must have 1 to 366 as-of days, not {plan.BlockDays}.")
        ?? Unless(plan.LatenessDays is >= 0 and <= 366, $"Outcomes may be allowed to be 0 to 366 as-of days late, not {plan.LatenessDays}.")
        ?? Unless(
            plan.AsOfFrom is not { } from || plan.AsOfTo is not { } to || from < to,
            $"The as-of window is empty: it begins {plan.AsOfFrom:O} and ends before {plan.AsOfTo:O}.");

    /// <summary>The first thing that keeps a plan from starting on the model as it is now; null when nothing does.</summary>
    public static Refusal? CheckAgainst(ExperimentPlan plan, ModelView model)
    {
        foreach (var variant in plan.Variants)
        {
            var version = model.Versions.FirstOrDefault(version => version.Number == variant.Version);
            if (version is null)
                return Decide.Refuse(
                    RefusalKind.NotFound,
                    "version_not_found",
                    $"Model '{model.Name}' has no version {variant.Version}, which variant '{variant.Name}' of experiment '{plan.Name}' names.");
            if (version.Stage is Stage.Archived)
                return Decide.Refuse(
                    RefusalKind.Conflict,
                    "version_archived",
                    $"Version {variant.Version} of '{model.Name}' is archived; it cannot be variant '{variant.Name}'.");
        }

        var production = model.Production?.ToString(CultureInfo.InvariantCulture) ?? "none";
        return model.Production == plan.Variants[0].Version
            ? null
            : Decide.Refuse(
                RefusalKind.Conflict,
                "champion_not_in_production",
                $"The champion of experiment '{plan.Name}' is version {plan.Variants[0].Version}; in production of '{model.Name}' is {production}. "
                + "The champion must be the version in production.");
    }

    private static Refusal? CheckVariants(ExperimentPlan plan)
    {
        if (plan.Variants.Length is not 2)
            return Invalid($"A test compares two variants, the champion and one challenger; the plan has {plan.Variants.Length}.");
        foreach (var variant in plan.Variants)
        {
            var wrong = CheckText("variant name", variant.Name)
                ?? Unless(variant.Version >= 1, $"Variant '{variant.Name}' names version {variant.Version}; versions are counted from 1.")
                ?? Unless(
                    variant.Weight is >= 1.0 / BucketTable.Size and <= 1,
                    $"Variant '{variant.Name}' has weight {variant.Weight}; it must be at least {1.0 / BucketTable.Size} and at most 1.");
            if (wrong is not null)
                return wrong;
        }

        var (champion, challenger) = (plan.Variants[0], plan.Variants[1]);
        var sum = champion.Weight + challenger.Weight;
        return Unless(!string.Equals(champion.Name, challenger.Name, StringComparison.Ordinal), $"Both variants are named '{champion.Name}'.")
            ?? Unless(Math.Abs(sum - 1) <= WeightTolerance, $"The weights sum to {sum}; they must sum to 1.")
            ?? Unless(
                !plan.PromoteOnWin || champion.Version != challenger.Version,
                $"Both variants are version {champion.Version}: such a test has nothing to promote.");
    }

    private static Refusal? CheckMetrics(ExperimentPlan plan)
    {
        foreach (var metric in plan.Metrics)
        {
            var wrong = CheckText("metric name", metric.Name)
                ?? Unless(Enum.IsDefined(metric.Kind), $"Metric '{metric.Name}' has no known kind: {metric.Kind}.")
                ?? Unless(Enum.IsDefined(metric.Source), $"Metric '{metric.Name}' has no known source: {metric.Source}.");
            if (wrong is not null)
                return wrong;
        }

        var primary = plan.Metrics.Count(metric => metric.Primary);
        return Unless(primary is 1, $"A test is judged by one primary metric; the plan has {primary}.")
            ?? Unless(
                plan.Metrics.Select(metric => metric.Name).Distinct(StringComparer.Ordinal).Count() == plan.Metrics.Length,
                $"Two metrics have the same name; each needs its own.");
    }

    private static Refusal? CheckText(string what, string text) =>
        Unless(
            !string.IsNullOrWhiteSpace(text) && text.Length <= MaxText && !text.Any(char.IsControl),
            $"The {what} must have 1 to {MaxText} characters, none of them a control character.");

    private static Refusal? Unless(bool right, FormattableString detail) => right ? null : Invalid(detail.ToString(CultureInfo.InvariantCulture));

    private static Refusal Invalid(FormattableString detail) => Invalid(detail.ToString(CultureInfo.InvariantCulture));

    private static Refusal Invalid(string detail) => Decide.Refuse(RefusalKind.Invalid, "invalid_experiment", detail);
}
