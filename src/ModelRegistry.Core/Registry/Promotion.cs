using System.Collections.Immutable;
using ModelRegistry.Contracts;
using ModelRegistry.Contracts.Registry;
using ModelRegistry.Contracts.Registry.Commands;
using ModelRegistry.Contracts.Registry.Events;
using ModelRegistry.Core.Registry.Policy;

namespace ModelRegistry.Core.Registry;

/// <summary>Walks a version up to Staging or Production by way of the policy; all arrows and gates in one decision.</summary>
public static class Promotion
{
    public static Decision<ModelEvent> Decide(
        ModelState state, PromoteVersion command, CommandContext context, GateEvidence evidence, PromotionPolicy policy)
    {
        if ((ModelRefusals.Check(state, context)
            ?? TextRules.Check("reason", command.Reason, TextRules.MaxReason)
            ?? TextRules.Check("evidence", command.Evidence, TextRules.MaxReason)) is { } refusal)
        {
            return refusal;
        }

        if (state.Find(command.Number) is not { } row)
            return ModelRefusals.NoVersion(state, command.Number);
        if (!Lifecycle.IsGated(command.To))
            return ModelRefusals.Invalid("invalid_target", $"Promotion goes to Staging or Production; '{command.To}' is reached by a transition.");

        var steps = Steps(state, row, command.To);
        if (steps.IsEmpty)
            return Illegal(state, row, command.To);
        var request = new AdvanceRequest
        {
            State = state,
            Version = row,
            Context = context,
            Evidence = evidence with { Webhooks = command.Webhooks },
            Policy = policy,
            Overrides = command.Overrides,
            Reason = command.Reason,
            Grounds = command.Evidence,
            ArchivesOthers = command.ArchiveOthers,
        };
        return Advance.Decide(request, steps, MoveCause.Promotion);
    }

    private static ImmutableArray<Stage> Steps(ModelState state, VersionRow row, Stage to)
    {
        if (state.Lifecycle == LifecycleProfile.Governed)
            return Lifecycle.Walk(row.Stage, to);
        return row.Stage == to ? [] : [to];
    }

    private static Refusal Illegal(ModelState state, VersionRow row, Stage to)
    {
        if (row.Stage == to)
            return ModelRefusals.Conflict("already_in_stage", $"Version {row.Number} of '{state.Name}' is in {to} already.");
        var right = row.Stage switch
        {
            Stage.Production => "To take it out of Production, send a transition to Staging or Deprecated.",
            _ when row.Served => "A former production version comes back by a rollback that names it.",
            _ => "What is Deprecated or Archived stays so; register a new version.",
        };
        return ModelRefusals.Illegal(state, row, to, right);
    }
}
