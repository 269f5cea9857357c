using ModelRegistry.Contracts;
using ModelRegistry.Contracts.Registry;
using ModelRegistry.Contracts.Registry.Commands;
using ModelRegistry.Grains.Registry;

namespace ModelRegistry.Http.Native;

/// <summary>Sends promotions and transitions, or has them judged only, with what the policy's webhooks say of them.</summary>
internal sealed class PromotionDesk(ModelDoor door, GateWebhooks webhooks)
{
    // A model that changes between question and command is asked about again.
    private const int MostAttempts = 3;

    public Task<Answer<PromotionView>> PromoteAsync(Guid model, VersionView version, CommandContext context, PromoteVersion command, CancellationToken cancellationToken) =>
        SendAsync(async () => await door.Grain(model).Promote(context, await AskAsync(model, version, context, command, cancellationToken)));

    public Task<Answer<PromotionView>> TransitionAsync(Guid model, VersionView version, CommandContext context, TransitionVersion command, CancellationToken cancellationToken) =>
        SendAsync(async () => await door.Grain(model).Transition(context, await AskAsync(model, version, context, command, cancellationToken)));

    public async Task<PromotionReview> ReviewAsync(Guid model, VersionView version, CommandContext context, PromoteVersion command, CancellationToken cancellationToken) =>
        await door.Grain(model).ReviewPromotion(context, await AskAsync(model, version, context, command, cancellationToken));

    public async Task<PromotionReview> ReviewAsync(Guid model, VersionView version, CommandContext context, TransitionVersion command, CancellationToken cancellationToken) =>
        await door.Grain(model).ReviewTransition(context, await AskAsync(model, version, context, command, cancellationToken));

    private static async Task<Answer<PromotionView>> SendAsync(Func<Task<Answer<PromotionView>>> send)
    {
        for (var attempt = 1; ; attempt++)
        {
            var answer = await send();
            if (attempt == MostAttempts || !GateWebhooks.AreStale(answer.Refusal))
                return answer;
        }
    }

    private async Task<PromoteVersion> AskAsync(Guid model, VersionView version, CommandContext context, PromoteVersion command, CancellationToken cancellationToken) =>
        command with { Webhooks = await webhooks.AskAsync(await HeadAsync(model), version, command.To, context, command.Reason, cancellationToken) };

    private async Task<TransitionVersion> AskAsync(Guid model, VersionView version, CommandContext context, TransitionVersion command, CancellationToken cancellationToken) =>
        command with { Webhooks = await webhooks.AskAsync(await HeadAsync(model), version, command.To, context, command.Reason, cancellationToken) };

    private async Task<ModelHead> HeadAsync(Guid model) =>
        await door.Grain(model).Head() ?? throw new NotFoundException("model_not_found", $"there is no model id:{model}");
}
