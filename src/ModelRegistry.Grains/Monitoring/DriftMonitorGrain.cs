using ModelRegistry.Contracts;
using ModelRegistry.Contracts.Monitoring;
using ModelRegistry.Contracts.Monitoring.Events;
using ModelRegistry.Contracts.Registry;
using ModelRegistry.Contracts.Retraining;
using ModelRegistry.Core;
using ModelRegistry.Core.Monitoring;
using ModelRegistry.Grains.EventLog;
using ModelRegistry.Postgres;
using ModelRegistry.Postgres.Events;
using Orleans.Runtime;
using Orleans.Streams;
using Orleans.Streams.Core;

namespace ModelRegistry.Grains.Monitoring;

/// <summary>
/// The door to one <see cref="DriftMonitor"/>. Nudges that come while one is waiting are one look at the log; a reminder looks where
/// nudges were lost.
/// </summary>
[ImplicitStreamSubscription(Nudges.ModelLog)]
internal sealed partial class DriftMonitorGrain(
    IEventStore store,
    ISnapshotStore snapshots,
    MonitorServices services,
    [PersistentState("monitor", "registry")] IPersistentState<MonitorSnapshot> snapshot)
    : EventLoggedGrain<MonitorState, MonitorEvent>(store, snapshots, "monitor", id => new MonitorState { ModelId = id }),
        IDriftMonitorGrain, IRemindable, IStreamSubscriptionObserver, IAsyncObserver<long>, IMonitorMemory
{
    private const string Backstop = "backstop";

    // Under load a flush comes every few milliseconds, and a look at the log after many of them costs little more than after one:
    // the first nudge after a pause is followed at once, those that come thick and fast are gathered.
    private static readonly TimeSpan BetweenLooks = TimeSpan.FromMilliseconds(10);

    private DriftMonitor? monitor;
    private IGrainTimer? waiting;
    private long looked;

    private DriftMonitor Monitor => monitor ??= new DriftMonitor(
        Id, services, GrainFactory.GetGrain<IModelGrain>(this.GetPrimaryKeyString()), GrainFactory.GetGrain<IRetrainingGrain>(this.GetPrimaryKeyString()), this);

    public override async Task OnActivateAsync(CancellationToken cancellationToken)
    {
        await base.OnActivateAsync(cancellationToken);
        await RemindAsync(services.Policies.Defaults);
    }

    public async Task<Answer<MonitorView>> Configure(CommandContext context, MonitorPolicy policy)
    {
        var answer = await Execute(context, _ => MonitorState.Configure(context, policy), (state, _) => ViewOf(state.Policy ?? policy));
        if (answer.Value is { } view) await RemindAsync(view.Policy);
        return answer.Value is null ? answer : answer with { Value = answer.Value with { Revision = answer.Revision } };
    }

    public async Task<Answer<DriftReport>> Scan(CommandContext context, DateTimeOffset? through)
    {
        if (CommandRules.Check(context) is { } malformed) return Refused(malformed);
        try
        {
            var scanned = await LookAsync("demand", Days.Of(through ?? DateTimeOffset.MaxValue));
            return await FindReportAsync(scanned, through) is { } report ? new Answer<DriftReport> { Value = report, Revision = Revision } : Refused(NothingToScan());
        }
        catch (StoreUnavailableException e)
        {
            return Refused(Decide.Refuse(RefusalKind.Unavailable, "store_unavailable", $"The scan of model {Id:D} was not finished: {e.Message}. Try again."));
        }
    }

    public async Task<MonitorView> Get()
    {
        var state = await LoadedState();
        return ViewOf(state.Policy) with { Revision = Revision };
    }

    public Task ReceiveReminder(string reminderName, TickStatus status) => LookAsync("reminder", DateOnly.MinValue);

    public Task OnSubscribed(IStreamSubscriptionHandleFactory handleFactory) => handleFactory.Create<long>().ResumeAsync(this);

    /// <summary>There is more in the log.</summary>
    public Task OnNextAsync(long item, StreamSequenceToken? token = null)
    {
        if (waiting is not null) return Task.CompletedTask;
        var since = looked == 0 ? BetweenLooks : services.Clock.GetElapsedTime(looked);
        var due = since >= BetweenLooks ? TimeSpan.Zero : BetweenLooks - since;
        waiting = this.RegisterGrainTimer(LookGathered, new GrainTimerCreationOptions { DueTime = due, Period = Timeout.InfiniteTimeSpan });
        return Task.CompletedTask;
    }

    public Task OnCompletedAsync() => Task.CompletedTask;

    /// <summary>A nudge that could not be delivered: the next one, or the reminder, does its work.</summary>
    public Task OnErrorAsync(Exception ex)
    {
        LogNudgeLost(services.Logger, Id, ex);
        return Task.CompletedTask;
    }

    protected override MonitorState Apply(MonitorState state, MonitorEvent @event, EventStamp stamp) => state.Apply(@event);

    MonitorSnapshot? IMonitorMemory.Load() => snapshot.RecordExists ? snapshot.State : null;

    async Task IMonitorMemory.SaveAsync(MonitorSnapshot state)
    {
        snapshot.State = state;
        await snapshot.WriteStateAsync();
    }

    private async Task LookGathered(CancellationToken cancellationToken)
    {
        waiting?.Dispose();
        waiting = null;
        looked = services.Clock.GetTimestamp();
        await LookAsync("closed_day", DateOnly.MinValue);
    }

    private async Task<Guid?> LookAsync(string trigger, DateOnly through)
    {
        try
        {
            var state = await LoadedState();
            return await Monitor.RunAsync(state.Policy, trigger, through);
        }
        catch
        {
            // What is in memory may be ahead of the snapshot: the next activation goes on from what was written.
            DeactivateOnIdle();
            throw;
        }
    }

    /// <summary>What was just scanned; where no day was due, the latest report there is.</summary>
    private async Task<DriftReport?> FindReportAsync(Guid? scanned, DateTimeOffset? through)
    {
        if (scanned is { } id) return await services.Reports.FindAsync(Id, id);
        var before = through is { } last ? Days.End(Days.Of(last)) : (DateTimeOffset?)null;
        var reports = await services.Reports.ListAsync(Id, null, before, null, 10);
        return reports.FirstOrDefault(r => r.Drill == Monitor.IsDrilling) ?? (reports.Count == 0 ? null : reports[0]);
    }

    private Refusal NothingToScan() => Monitor.View is null
        ? Decide.Refuse(RefusalKind.NotFound, "model_not_found", $"There is no model {Id:D}.")
        : Decide.Refuse(
            RefusalKind.Conflict,
            "nothing_to_scan",
            $"Model '{Monitor.View.Name}' has no closed day to scan: {(Monitor.State.ReferenceVersion is null ? "no version was in production" : "the log holds no predictions up to then")}.");

    private MonitorView ViewOf(MonitorPolicy? configured)
    {
        var policy = configured ?? (Monitor.View is { } view ? services.Policies.For(view.Name) : services.Policies.Defaults);
        return MonitorViews.Of(Id, policy, Revision, Monitor.State);
    }

    private async Task RemindAsync(MonitorPolicy fallback)
    {
        var period = TimeSpan.FromMinutes((State.Policy ?? fallback).PeriodMinutes);
        await this.RegisterOrUpdateReminder(Backstop, period, period);
    }

    private Answer<DriftReport> Refused(Refusal refusal) => new() { Refusal = refusal, Revision = Revision };
}
