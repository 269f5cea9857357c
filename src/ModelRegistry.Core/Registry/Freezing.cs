using ModelRegistry.Contracts;
using ModelRegistry.Contracts.Registry.Commands;
using ModelRegistry.Contracts.Registry.Events;

namespace ModelRegistry.Core.Registry;

/// <summary>Closes and opens the way to Staging and Production. A newer report takes the place of an older one.</summary>
public static class Freezing
{
    public static Decision<ModelEvent> Decide(ModelState state, FreezePromotions command, CommandContext context)
    {
        if ((ModelRefusals.Check(state, context) ?? TextRules.CheckRequired("reason", command.Reason, TextRules.MaxReason)) is { } refusal)
            return refusal;
        return state.Frozen?.ReportId == command.ReportId
            ? new Decision<ModelEvent>()
            : Core.Decide.Events<ModelEvent>(new PromotionsFrozen
            {
                Reason = command.Reason,
                ReportId = command.ReportId,
                Features = command.Features,
                AsOf = command.AsOf,
            });
    }

    public static Decision<ModelEvent> Decide(ModelState state, ThawPromotions command, CommandContext context)
    {
        if ((ModelRefusals.Check(state, context) ?? TextRules.CheckRequired("reason", command.Reason, TextRules.MaxReason)) is { } refusal)
            return refusal;
        if (context.Role < Role.Approver)
            return ModelRefusals.Forbidden("thaw_needs_approver", $"'{context.Principal}' has the role {context.Role}; opening promotions of '{state.Name}' needs approver or admin.");
        return state.Frozen is null
            ? ModelRefusals.Conflict("not_frozen", $"Promotions of '{state.Name}' are not frozen; there is nothing to thaw.")
            : Core.Decide.Events<ModelEvent>(new PromotionsThawed { Reason = command.Reason, ReportId = command.ReportId, AsOf = command.AsOf });
    }
}
