using Microsoft.Extensions.Logging;
using ModelRegistry.Contracts;
using ModelRegistry.Contracts.Experiments;
using ModelRegistry.Contracts.Experiments.Events;
using ModelRegistry.Contracts.Monitoring;
using ModelRegistry.Contracts.Registry;
using ModelRegistry.Core;
using ModelRegistry.Core.Experiments;
using ModelRegistry.Grains.EventLog;
using ModelRegistry.Postgres.Events;
using ModelRegistry.Postgres.Log;
using Orleans.Runtime;
using Orleans.Streams;
using Orleans.Streams.Core;

namespace ModelRegistry.Grains.Experiments;

/// <summary>One A/B test: its plan and verdict are events, its figures a snapshot with the cursor of the outcomes that are in it.</summary>
[ImplicitStreamSubscription(Nudges.ExperimentOutcomes)]
internal sealed partial class ExperimentGrain(
    IEventStore events,
    ISnapshotStore snapshots,
    IOutcomeLog outcomes,
    ILogRetention retention,
    [PersistentState("experiment", "registry")] IPersistentState<ExperimentSnapshot> snapshot,
    TimeProvider time,
    ILogger<ExperimentGrain> logger)
    : EventLoggedGrain<ExperimentState, ExperimentEvent>(events, snapshots, "experiment", id => new ExperimentState { Id = id }),
        IExperimentGrain, IRemindable, IStreamSubscriptionObserver, IAsyncObserver<long>
{
    public Task<Answer<ExperimentView>> Plan(CommandContext context, ExperimentPlan plan) =>
        Decided(context, state => ExperimentRules.Plan(state, plan));

    public async Task<Answer<ExperimentView>> Start(CommandContext context)
    {
        var answer = await Decided(context, async state =>
        {
            if (state.Plan is not { } plan)
                return ExperimentRules.Start(state, model: null, outcomesFrom: 0);
            var model = await GrainFactory.GetGrain<IModelGrain>(plan.ModelId.ToString("D")).Get();
            return ExperimentRules.Start(state, model, await Joiner(plan).Join());
        });
        if (answer.Refusal is null)
            await KeepAwake();
        return answer;
    }

    public Task<Answer<ExperimentView>> Pause(CommandContext context, string reason) =>
        Decided(context, state => ExperimentRules.Pause(state, reason));

    public Task<Answer<ExperimentView>> Resume(CommandContext context, string reason) =>
        Decided(context, state => ExperimentRules.Resume(state, reason));

    public async Task<Answer<ExperimentView>> Conclude(CommandContext context, string reason)
    {
        var answer = await Decided(context, async state =>
        {
            if (ExperimentRules.CanConclude(state) is { } refusal)
                return refusal;
            await Joiner(state.Plan!).Join();

            // Counted apart: should the append fail, the days of the test are still open.
            var last = Counter(state).Fork(state);
            await last.ReadAsync();
            last.Tally.CloseAll();
            return ExperimentRules.Conclude(state, last.Tally.Closed, last.Cursor, reason);
        });
        if (State.Verdict is not null)
        {
            await Count();
            await Save();
            await PromoteWinner();
        }

        return answer;
    }

    public async Task<Answer<ExperimentView>> Cancel(CommandContext context, string reason)
    {
        var answer = await Decided(context, async state =>
        {
            if (!state.IsActive)
                return ExperimentRules.Cancel(state, state.OutcomesFrom, reason);
            await Count();
            return ExperimentRules.Cancel(state, Counter(state).Cursor, reason);
        });
        if (State.Status is ExperimentStatus.Cancelled)
            await Save();
        return answer;
    }

    public async Task<ExperimentView?> Get()
    {
        var state = await LoadedState();
        return state.Plan is null ? null : state.ToView();
    }

    protected override ExperimentState Apply(ExperimentState state, ExperimentEvent @event, EventStamp stamp) =>
        ExperimentFold.Apply(state, @event, stamp);

    private Task<Answer<ExperimentView>> Decided(CommandContext context, Func<ExperimentState, Decision<ExperimentEvent>> decide) =>
        Decided(context, state => ValueTask.FromResult(decide(state)));

    private Task<Answer<ExperimentView>> Decided(CommandContext context, Func<ExperimentState, ValueTask<Decision<ExperimentEvent>>> decide) =>
        ExecuteWithEvidence(
            context,
            async (state, _) => ExperimentRules.CheckRole(context, state) is { } forbidden ? forbidden : await decide(state),
            (state, _) => state.ToView(),
            constraint => ExperimentRules.Violated(constraint, State));

    private IOutcomeJoinerGrain Joiner(ExperimentPlan plan) => GrainFactory.GetGrain<IOutcomeJoinerGrain>(plan.ModelId.ToString("D"));
}
