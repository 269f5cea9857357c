using ModelRegistry.Contracts;
using ModelRegistry.Contracts.Registry.Commands;
using ModelRegistry.Contracts.Registry.Events;

namespace ModelRegistry.Core.Registry;

/// <summary>Names that point at a version; never at one that does not exist.</summary>
public static class Aliasing
{
    public static Decision<ModelEvent> Decide(ModelState state, SetAlias command, CommandContext context)
    {
        if ((ModelRefusals.Check(state, context) ?? NameRules.CheckAlias(command.Alias)) is { } refusal)
            return refusal;
        if (state.Find(command.Number) is null)
            return ModelRefusals.NoVersion(state, command.Number);
        if (state.Aliases.Count >= TextRules.MaxEntries && !state.Aliases.ContainsKey(command.Alias))
            return ModelRefusals.Conflict("too_many", $"Model '{state.Name}' has {state.Aliases.Count} aliases; at most {TextRules.MaxEntries} are allowed. Remove one.");
        var previous = state.Aliases.TryGetValue(command.Alias, out var number) ? number : (int?)null;
        return previous == command.Number
            ? new Decision<ModelEvent>()
            : Core.Decide.Events<ModelEvent>(new AliasSet { Alias = command.Alias, Number = command.Number, Previous = previous });
    }

    public static Decision<ModelEvent> Decide(ModelState state, RemoveAlias command, CommandContext context)
    {
        if (ModelRefusals.Check(state, context) is { } refusal)
            return refusal;
        if (command.Alias is null || !state.Aliases.TryGetValue(command.Alias, out var number))
        {
            var known = state.Aliases.IsEmpty ? "it has none" : "it has " + string.Join(", ", state.Aliases.Keys.Order(StringComparer.Ordinal).Take(20));
            return Core.Decide.Refuse(RefusalKind.NotFound, "alias_not_found", $"Model '{state.Name}' has no alias '{command.Alias}'; {known}.");
        }

        return Core.Decide.Events<ModelEvent>(new AliasRemoved { Alias = command.Alias, Previous = number });
    }
}
