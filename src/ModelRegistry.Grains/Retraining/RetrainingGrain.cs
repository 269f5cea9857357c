using ModelRegistry.Contracts;
using ModelRegistry.Contracts.Registry;
using ModelRegistry.Contracts.Retraining;
using ModelRegistry.Contracts.Retraining.Events;
using ModelRegistry.Core;
using ModelRegistry.Core.Retraining;
using ModelRegistry.Grains.EventLog;
using ModelRegistry.Postgres.Events;

namespace ModelRegistry.Grains.Retraining;

/// <inheritdoc cref="IRetrainingGrain" />
internal sealed class RetrainingGrain(IEventStore store, ISnapshotStore snapshots)
    : EventLoggedGrain<RetrainingState, RetrainingEvent>(store, snapshots, Kind, RetrainingState.Empty), IRetrainingGrain
{
    /// <summary>The kind of its event streams.</summary>
    public const string Kind = "retraining";

    public Task<Answer<RetrainingView>> Request(CommandContext context, string reason, Guid? reportId, DateTimeOffset? asOf)
        => ExecuteWithEvidence(
            context,
            async (state, _) => RetrainingRules.Request(state, await Model(), context, reason, reportId, asOf),
            (state, _) => state.View());

    public Task<Answer<RetrainingView>> Complete(CommandContext context, int number)
        => ExecuteWithEvidence(
            context,
            async (state, _) => RetrainingRules.Complete(state, await Model(), context, number),
            (state, _) => state.View());

    public async Task<RetrainingView> Get() => (await LoadedState()).View();

    protected override RetrainingState Apply(RetrainingState state, RetrainingEvent @event, EventStamp stamp)
        => RetrainingRules.Apply(state, @event, stamp);

    private Task<ModelView?> Model() => GrainFactory.GetGrain<IModelGrain>(this.GetPrimaryKeyString()).Get();
}
