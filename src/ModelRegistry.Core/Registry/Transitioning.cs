using ModelRegistry.Contracts;
using ModelRegistry.Contracts.Registry;
using ModelRegistry.Contracts.Registry.Commands;
using ModelRegistry.Contracts.Registry.Events;
using ModelRegistry.Core.Registry.Policy;

namespace ModelRegistry.Core.Registry;

/// <summary>Moves a version along one arrow. Out of Production it is the one explicit act that may leave a model without a version there.</summary>
public static class Transitioning
{
    public static Decision<ModelEvent> Decide(
        ModelState state, TransitionVersion command, CommandContext context, GateEvidence evidence, PromotionPolicy policy)
    {
        if ((ModelRefusals.Check(state, context) ?? TextRules.Check("reason", command.Reason, TextRules.MaxReason)) is { } refusal)
            return refusal;
        if (state.Find(command.Number) is not { } row)
            return ModelRefusals.NoVersion(state, command.Number);
        if (Judge(state, row, command, context) is { } no)
            return no;
        if (row.Stage == command.To)
            return new Decision<ModelEvent> { Events = [.. Advance.Archived(state, row.Number, command.To)] };
        return Lifecycle.IsGated(command.To) && row.Stage != Stage.Production
            ? Enter(state, row, command, context, evidence, policy)
            : new Decision<ModelEvent>
            {
                Events =
                [
                    .. state.Lifecycle == LifecycleProfile.Governed ? ManifestClosing.Before(state, row, evidence.Open, MoveCause.Transition) : [],
                    .. command.ArchiveOthers ? Advance.Archived(state, row.Number, command.To) : [],
                    Move(row, command),
                ],
            };
    }

    private static Refusal? Judge(ModelState state, VersionRow row, TransitionVersion command, CommandContext context)
    {
        if (!Enum.IsDefined(command.To))
            return ModelRefusals.Invalid("invalid_stage", $"The stage '{command.To}' is not known; the stages are {StageNames.Known}.");
        if (command.ArchiveOthers && !Lifecycle.IsGated(command.To))
            return ModelRefusals.Invalid("no_others_to_archive", $"Other versions make way in Staging and Production only, not in {command.To}.");
        if (row.Stage == command.To && !command.ArchiveOthers)
            return ModelRefusals.Conflict("already_in_stage", $"Version {row.Number} of '{state.Name}' is in {command.To} already.");
        var governed = state.Lifecycle == LifecycleProfile.Governed;
        if (governed && row.Stage != command.To && !Lifecycle.Allows(row.Stage, command.To))
            return ModelRefusals.Illegal(state, row, command.To, Right(row));
        if (!command.Overrides.IsEmpty && (!Lifecycle.IsGated(command.To) || row.Stage == Stage.Production))
            return ModelRefusals.Invalid("no_gates_here", $"No gate stands between {row.Stage} and {command.To}, so there is nothing to override.");
        return governed && row.Stage == Stage.Production && command.To != Stage.Production && context.Role < Role.Approver
            ? ModelRefusals.Forbidden(
                "demotion_needs_approver",
                $"'{context.Principal}' has the role {context.Role}; taking version {row.Number} of '{state.Name}' out of Production leaves the model without one and needs approver or admin.")
            : null;
    }

    private static Decision<ModelEvent> Enter(
        ModelState state, VersionRow row, TransitionVersion command, CommandContext context, GateEvidence evidence, PromotionPolicy policy)
    {
        var governed = state.Lifecycle == LifecycleProfile.Governed;
        var request = new AdvanceRequest
        {
            State = state,
            Version = row,
            Context = context,
            Evidence = evidence with { Webhooks = command.Webhooks },
            Policy = policy,
            Overrides = command.Overrides,
            Reason = command.Reason,
            Gated = governed,
            Supersedes = governed,
            ArchivesOthers = command.ArchiveOthers,
        };
        return Advance.Decide(request, [command.To], MoveCause.Transition);
    }

    private static StageMoved Move(VersionRow row, TransitionVersion command) => new()
    {
        Number = row.Number,
        From = row.Stage,
        To = command.To,
        Cause = row.Stage == Stage.Production ? MoveCause.Demotion : MoveCause.Transition,
        Reason = command.Reason,
    };

    private static string Right(VersionRow row)
    {
        var targets = Lifecycle.Targets(row.Stage);
        if (targets.IsEmpty)
            return row.Served ? "From there it comes back only by a rollback that names it." : "Nothing leads out of there; register a new version.";
        var ahead = row.Stage < Stage.Staging ? ", or a promotion walks the arrows between" : "";
        return $"From {row.Stage} it can go to {string.Join(" or ", targets)}{ahead}.";
    }
}
