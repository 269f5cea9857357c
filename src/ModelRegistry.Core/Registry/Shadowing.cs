using ModelRegistry.Contracts;
using ModelRegistry.Contracts.Registry;
using ModelRegistry.Contracts.Registry.Commands;
using ModelRegistry.Contracts.Registry.Events;

namespace ModelRegistry.Core.Registry;

/// <summary>Versions that score beside the one in production. Any stage but Production will do: a loser may run on after it was archived.</summary>
public static class Shadowing
{
    /// <summary>Each shadow costs as much as the version in production.</summary>
    public const int Max = 8;

    public static Decision<ModelEvent> Decide(ModelState state, SetShadows command, CommandContext context)
    {
        if ((ModelRefusals.Check(state, context) ?? TextRules.Check("reason", command.Reason, TextRules.MaxReason)) is { } refusal)
            return refusal;
        if (command.Numbers.Length > Max)
            return ModelRefusals.Invalid("too_many", $"{command.Numbers.Length} shadows were asked for; at most {Max} are allowed.");
        if (command.Numbers.GroupBy(number => number).FirstOrDefault(group => group.Count() > 1) is { } twice)
            return ModelRefusals.Invalid("duplicate_shadow", $"Version {twice.Key} is named {twice.Count()} times; name each shadow once.");
        foreach (var number in command.Numbers)
        {
            if (state.Find(number) is not { } row)
                return ModelRefusals.NoVersion(state, number);
            if (row.Stage == Stage.Production)
                return ModelRefusals.Conflict("shadow_in_production", $"Version {number} of '{state.Name}' is in Production and answers already; choose another as shadow.");
        }

        return state.Shadows.SequenceEqual(command.Numbers)
            ? new Decision<ModelEvent>()
            : Core.Decide.Events<ModelEvent>(new ShadowsSet { Numbers = command.Numbers, Reason = command.Reason });
    }
}
