using ModelRegistry.Contracts;
using ModelRegistry.Contracts.Registry;
using ModelRegistry.Contracts.Registry.Commands;
using ModelRegistry.Contracts.Registry.Events;

namespace ModelRegistry.Core.Registry;

/// <summary>A model as a whole: its name, its being put away and brought back, its end. The id, and with it the history, stays.</summary>
public static class Retirement
{
    public static Decision<ModelEvent> Decide(ModelState state, RenameModel command, CommandContext context)
    {
        if ((ModelRefusals.Check(state, context) ?? ModelRefusals.CheckApprover(state, context, "renaming") ?? NameRules.CheckModel(command.Name)) is { } refusal)
            return refusal;
        return command.Name == state.Name ? new Decision<ModelEvent>() : Core.Decide.Events<ModelEvent>(new ModelRenamed { From = state.Name!, To = command.Name });
    }

    public static Decision<ModelEvent> Decide(ModelState state, ArchiveModel command, CommandContext context)
    {
        if (Check(state, command.Reason, context, "archiving") is { } refusal)
            return refusal;
        if (state.Archived)
            return ModelRefusals.Conflict("model_archived", $"Model '{state.Name}' is archived already.");
        return InProduction(state, "archived") is { } serving ? serving : Core.Decide.Events<ModelEvent>(new ModelArchived { Reason = command.Reason });
    }

    public static Decision<ModelEvent> Decide(ModelState state, RestoreModel command, CommandContext context)
    {
        if (Check(state, command.Reason, context, "restoring") is { } refusal)
            return refusal;
        return state.Archived
            ? Core.Decide.Events<ModelEvent>(new ModelRestored { Reason = command.Reason })
            : ModelRefusals.Conflict("not_archived", $"Model '{state.Name}' is not archived; there is nothing to restore.");
    }

    public static Decision<ModelEvent> Decide(ModelState state, DeleteModel command, CommandContext context)
    {
        if (Check(state, command.Reason, context, "deleting") is { } refusal)
            return refusal;
        if (!command.Force && InProduction(state, "deleted") is { } serving)
            return serving;
        if (command.Force && context.Role < Role.Admin)
            return ModelRefusals.Forbidden("force_needs_admin", $"'{context.Principal}' has the role {context.Role}; deleting '{state.Name}' by force needs admin.");
        var leaving = state.InProduction.Select(number => new StageMoved
        {
            Number = number,
            From = Stage.Production,
            To = Stage.Archived,
            Cause = MoveCause.Deletion,
            Reason = command.Reason,
        });
        return new Decision<ModelEvent> { Events = [.. leaving, new ModelDeleted { Name = state.Name!, Reason = command.Reason }] };
    }

    private static Refusal? Check(ModelState state, string reason, CommandContext context, string act)
        => ModelRefusals.CheckExists(state, context) ?? ModelRefusals.CheckApprover(state, context, act) ?? TextRules.Check("reason", reason, TextRules.MaxReason);

    private static Refusal? InProduction(ModelState state, string done) => state.Production is { } number
        ? ModelRefusals.Conflict(
            "model_in_production", $"Model '{state.Name}' has version {number} in Production and was not {done}; take it out by a transition first{(done == "deleted" ? ", or have an admin delete it by force" : "")}.")
        : null;
}
