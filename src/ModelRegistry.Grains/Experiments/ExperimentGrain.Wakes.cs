using ModelRegistry.Contracts;
using ModelRegistry.Contracts.Registry;
using ModelRegistry.Contracts.Registry.Commands;
using ModelRegistry.Core.Experiments;
using ModelRegistry.Postgres;
using Orleans.Runtime;
using Orleans.Streams;
using Orleans.Streams.Core;

namespace ModelRegistry.Grains.Experiments;

internal sealed partial class ExperimentGrain
{
    private const string Backstop = "backstop";
    private static readonly TimeSpan BackstopPeriod = TimeSpan.FromMinutes(5);

    public override async Task OnActivateAsync(CancellationToken cancellationToken)
    {
        await base.OnActivateAsync(cancellationToken);
        if (IsWanted)
            await KeepAwake();
    }

    public Task OnSubscribed(IStreamSubscriptionHandleFactory handleFactory) => handleFactory.Create<long>().ResumeAsync(this);

    /// <summary>There is more to count.</summary>
    public Task OnNextAsync(long item, StreamSequenceToken? token = null) => Look();

    public Task OnCompletedAsync() => Task.CompletedTask;

    /// <summary>A nudge that could not be delivered: the next one, or the reminder, does its work.</summary>
    public Task OnErrorAsync(Exception ex)
    {
        NudgeLost(Id, ex);
        return Task.CompletedTask;
    }

    public async Task ReceiveReminder(string reminderName, TickStatus status)
    {
        await LoadedState();
        if (IsWanted)
        {
            await Look();
            await Save();
        }
        else
        {
            await Rest();
        }
    }

    private bool IsWanted => State.IsActive || State.PromotionDue is not null;

    /// <summary>The name under which no outcome is dropped that is not in the snapshot yet.</summary>
    private string Reader => $"experiment {Id:D}";

    private async Task KeepAwake()
    {
        await this.RegisterOrUpdateReminder(Backstop, BackstopPeriod, BackstopPeriod);
        Counter(State);
        await Pass();
    }

    private Task Pass() => retention.PassOutcomesAsync(Reader, State.Plan!.ModelId, saved);

    /// <summary>The test has ended and what follows from it is done: it reads nothing any more.</summary>
    private async Task Rest()
    {
        if (State.Plan is { } plan)
            await retention.ForgetAsync(Reader, plan.ModelId);
        if (await this.GetReminder(Backstop) is { } reminder)
            await this.UnregisterReminder(reminder);
    }

    private async Task Look()
    {
        var state = await LoadedState();
        if (state.IsActive)
            await Count();
        await PromoteWinner();
    }

    /// <summary>
    /// Asks the model to promote the winner, until it has answered. The command's id follows from the test and its verdict, so the model
    /// carries it out once, however often it is asked.
    /// </summary>
    private async Task PromoteWinner()
    {
        if (State is not { PromotionDue: { } version, Plan: { } plan } state)
            return;
        try
        {
            var model = GrainFactory.GetGrain<IModelGrain>(plan.ModelId.ToString("D"));
            var answer = await model.Promote(FollowUp.Of(state, "promote", time.GetUtcNow()), new PromoteVersion
            {
                Number = version,
                Reason = $"won the A/B test '{plan.Name}'",
                Evidence = $"experiment {state.Id:D} '{plan.Name}': {state.Verdict!.Why}",
            });
            if (answer.Refusal?.Kind is RefusalKind.Unavailable)
                return;
            var what = answer.Refusal is { } refusal ? $"Version {version} was not promoted: {refusal.Detail}" : $"Version {version} was promoted.";
            await Execute(
                FollowUp.Of(state, "promotion-answered", time.GetUtcNow()),
                now => ExperimentRules.AnswerPromotion(now, promoted: answer.Refusal is null, what),
                (now, _) => now.ToView());
        }
        catch (Exception e) when (e is OrleansException or TimeoutException or StoreUnavailableException)
        {
            // The verdict stands; the reminder asks again.
            PromotionNotAnswered(Id, version, e);
        }
    }
}
