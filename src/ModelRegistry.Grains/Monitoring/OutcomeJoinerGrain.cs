using Microsoft.Extensions.Logging;
using ModelRegistry.Contracts.Monitoring;
using ModelRegistry.Postgres;
using ModelRegistry.Postgres.Experiments;
using ModelRegistry.Postgres.Log;
using Orleans.Runtime;
using Orleans.Streams;
using Orleans.Streams.Core;

namespace ModelRegistry.Grains.Monitoring;

/// <summary>
/// Joins the predictions and actuals of one model, one join at a time, and tells those who read outcomes. It is nudged after every flush of the
/// log; nudges that come while one is waiting are one join.
/// </summary>
[ImplicitStreamSubscription(Nudges.ModelLog)]
internal sealed partial class OutcomeJoinerGrain(IOutcomeLog outcomes, IExperimentDirectory experiments, ILogger<OutcomeJoinerGrain> logger)
    : Grain, IOutcomeJoinerGrain, IRemindable, IStreamSubscriptionObserver, IAsyncObserver<long>
{
    private const string Backstop = "backstop";
    private static readonly TimeSpan BackstopPeriod = TimeSpan.FromMinutes(5);

    // A flush comes every few milliseconds under load; a join over many of them costs little more than over one.
    private static readonly TimeSpan Gather = TimeSpan.FromMilliseconds(50);

    private long announced;
    private IGrainTimer? waiting;

    private Guid ModelId => Guid.ParseExact(this.GetPrimaryKeyString(), "D");

    public override async Task OnActivateAsync(CancellationToken cancellationToken)
    {
        await base.OnActivateAsync(cancellationToken);
        await this.RegisterOrUpdateReminder(Backstop, BackstopPeriod, BackstopPeriod);
    }

    public async Task<long> Join()
    {
        var last = await outcomes.JoinAsync(ModelId);
        if (last > announced)
        {
            announced = last;
            await Announce(last);
        }

        return last;
    }

    public Task ReceiveReminder(string reminderName, TickStatus status) => Join();

    public Task OnSubscribed(IStreamSubscriptionHandleFactory handleFactory) => handleFactory.Create<long>().ResumeAsync(this);

    /// <summary>There is more to join.</summary>
    public Task OnNextAsync(long item, StreamSequenceToken? token = null)
    {
        waiting ??= this.RegisterGrainTimer(JoinGathered, new GrainTimerCreationOptions { DueTime = Gather, Period = Timeout.InfiniteTimeSpan });
        return Task.CompletedTask;
    }

    public Task OnCompletedAsync() => Task.CompletedTask;

    /// <summary>A nudge that could not be delivered: the next one, or the reminder, does its work.</summary>
    public Task OnErrorAsync(Exception ex)
    {
        NudgeLost(ModelId, ex);
        return Task.CompletedTask;
    }

    private async Task JoinGathered(CancellationToken cancellationToken)
    {
        waiting?.Dispose();
        waiting = null;
        await Join();
    }

    private async Task Announce(long last)
    {
        try
        {
            var nudges = this.GetStreamProvider(Nudges.Provider);
            await nudges.GetStream<long>(Nudges.ModelOutcomes, this.GetPrimaryKeyString()).OnNextAsync(last);
            foreach (var experiment in await experiments.FindActiveAsync(ModelId))
                await nudges.GetStream<long>(Nudges.ExperimentOutcomes, experiment.ToString("D")).OnNextAsync(last);
        }
        catch (Exception e) when (e is OrleansException or TimeoutException or StoreUnavailableException)
        {
            // The outcomes are there; who was not told finds them at the next join or at its own reminder.
            NudgeLost(ModelId, e);
        }
    }
}
