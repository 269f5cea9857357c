using System.Collections.Immutable;
using ModelRegistry.Contracts.Registry.Events;
using ModelRegistry.Core;
using ModelRegistry.Core.Registry;
using ModelRegistry.Grains.EventLog;
using ModelRegistry.Postgres;
using ModelRegistry.Postgres.Events;
using ModelRegistry.Postgres.ReadModels;

namespace ModelRegistry.Grains.Registry;

/// <summary>What a model was at a time of the past, folded from its events.</summary>
public sealed class ModelTimeline(IEventStore store)
{
    /// <summary>The model after the last event up to a time, that time included.</summary>
    /// <exception cref="StoreUnavailableException">The database cannot be reached.</exception>
    public async Task<PastModel> AtAsync(Guid id, DateTimeOffset at, CancellationToken cancellationToken = default)
    {
        var past = new PastModel(ModelState.Empty(id), ImmutableSortedDictionary<int, VersionDetails>.Empty, CreatedAt: null);
        await foreach (var stored in store.ReadAsync(new StreamId(ModelGrain.Kind, id), cancellationToken: cancellationToken))
        {
            past = past with { CreatedAt = past.CreatedAt ?? stored.At };

            // Clocks of hosts differ: what follows a later event came after it, whatever its time.
            if (stored.At > at)
                break;
            past = Apply(past, EventNames<ModelEvent>.Read(stored), new EventStamp(stored.Version, stored.At, stored.Actor, stored.CommandId));
        }

        return past;
    }

    private static PastModel Apply(PastModel past, ModelEvent @event, EventStamp stamp) => past with
    {
        State = ModelFold.Apply(past.State, @event, stamp),
        Versions = VersionFold.Apply(past.Versions, @event, stamp),
    };
}
