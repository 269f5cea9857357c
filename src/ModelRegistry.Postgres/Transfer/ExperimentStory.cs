using ModelRegistry.Contracts.Experiments.Events;
using ModelRegistry.Core;
using ModelRegistry.Core.Experiments;
using ModelRegistry.Postgres.Events;

namespace ModelRegistry.Postgres.Transfer;

/// <summary>The stream of an A/B test.</summary>
internal sealed class ExperimentStory(StreamId stream) : StreamStory(stream)
{
    private ExperimentState _state = new() { Id = stream.Id };

    public override string? Name => _state.Plan?.Name;

    public override string? LiveName => Name;

    public override string? Unfinished => ExperimentHistoryRules.CheckEnded(_state);

    /// <summary>Whose versions it compared.</summary>
    public Guid? ModelId => _state.Plan?.ModelId;

    protected override string? Tell(StoredEvent stored)
    {
        var (@event, unreadable) = EventPayload.Read<ExperimentEvent>(stored);
        if ((unreadable ?? ExperimentHistoryRules.Check(_state, @event!)) is { } why)
            return why;
        _state = ExperimentFold.Apply(_state, @event!, new EventStamp(stored.Version, stored.At, stored.Actor, stored.CommandId));
        return null;
    }
}
