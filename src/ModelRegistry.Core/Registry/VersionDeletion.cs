using System.Collections.Immutable;
using ModelRegistry.Contracts;
using ModelRegistry.Contracts.Registry;
using ModelRegistry.Contracts.Registry.Commands;
using ModelRegistry.Contracts.Registry.Events;

namespace ModelRegistry.Core.Registry;

/// <summary>A version is deleted: a tombstone stays, so that its number is never given again and what was made from it keeps its source.</summary>
public static class VersionDeletion
{
    /// <param name="state">The model.</param>
    /// <param name="command">Which version.</param>
    /// <param name="context">Who asks.</param>
    /// <param name="tests">The A/B tests with the version that are not over.</param>
    public static Decision<ModelEvent> Decide(ModelState state, DeleteVersion command, CommandContext context, ImmutableArray<string> tests)
    {
        if ((ModelRefusals.Check(state, context) ?? TextRules.Check("reason", command.Reason, TextRules.MaxReason)) is { } refusal)
            return refusal;
        if (state.Find(command.Number) is not { } row)
            return ModelRefusals.NoVersion(state, command.Number);
        if (state.Lifecycle == LifecycleProfile.Governed && ModelRefusals.CheckApprover(state, context, $"deleting version {row.Number} of") is { } forbidden)
            return forbidden;
        return InUse(state, row, tests) is { } inUse ? inUse : new Decision<ModelEvent>
        {
            Events = [.. WithoutAliases(state, row.Number), .. WithoutShadow(state, row.Number), new VersionDeleted { Number = row.Number, Reason = command.Reason }],
        };
    }

    /// <summary>What is told where an A/B test with the version was started at the same time; the tables see it.</summary>
    public static Refusal TestStarted(int number)
        => ModelRefusals.Conflict("version_in_test", $"Version {number} was not deleted: an A/B test with it was started at the same time; conclude or cancel that first.");

    private static Refusal? InUse(ModelState state, VersionRow row, ImmutableArray<string> tests)
    {
        if (row.Stage == Stage.Production)
            return ModelRefusals.Conflict("version_in_production", $"Version {row.Number} of '{state.Name}' is in Production and was not deleted; move it to another stage first.");
        return tests.IsEmpty
            ? null
            : ModelRefusals.Conflict("version_in_test", $"Version {row.Number} of '{state.Name}' was not deleted: the A/B test '{tests[0]}' with it is not over; conclude or cancel that first.");
    }

    private static IEnumerable<ModelEvent> WithoutAliases(ModelState state, int number) => state.Aliases
        .Where(alias => alias.Value == number)
        .Select(alias => alias.Key)
        .Order(StringComparer.Ordinal)
        .Select(alias => new AliasRemoved { Alias = alias, Previous = number });

    private static IEnumerable<ModelEvent> WithoutShadow(ModelState state, int number)
    {
        if (state.Shadows.Contains(number))
            yield return new ShadowsSet { Numbers = state.Shadows.Remove(number), Reason = $"version {number} was deleted" };
    }
}
