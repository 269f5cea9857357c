using ModelRegistry.Contracts.Registry.Events;
using ModelRegistry.Core;
using ModelRegistry.Core.Registry;
using ModelRegistry.Postgres.Events;
using ModelRegistry.Postgres.Mlflow;

namespace ModelRegistry.Postgres.Transfer;

/// <summary>The stream of a model.</summary>
internal sealed class ModelStory(StreamId stream) : StreamStory(stream)
{
    private readonly List<(long Version, string Digest, bool Follows)> _artifacts = [];
    private ModelState _state = ModelState.Empty(stream.Id);

    public override string? Name => _state.Name;

    public override string? LiveName => _state.Deleted ? null : _state.Name;

    /// <summary>What its versions need.</summary>
    public IEnumerable<string> Artifacts => _artifacts.Select(one => one.Digest).Distinct(StringComparer.Ordinal);

    /// <summary>What those need that were registered after a version of the stream, and that is not made when their events are written.</summary>
    public IEnumerable<string> WantedAfter(long version) => _artifacts.Where(one => one.Version > version && !one.Follows).Select(one => one.Digest).Distinct(StringComparer.Ordinal);

    protected override string? Tell(StoredEvent stored)
    {
        var (@event, unreadable) = EventPayload.Read<ModelEvent>(stored);
        if ((unreadable ?? HistoryRules.Check(_state, @event!)) is { } why)
            return why;
        _state = ModelFold.Apply(_state, @event!, new EventStamp(stored.Version, stored.At, stored.Actor, stored.CommandId));
        if (@event is VersionRegistered { Version: var version })
        {
            _artifacts.Add((stored.Version, version.ArtifactDigest, SourceDocument.TryMake(version) is not null));
            if (version.ReferenceProfileDigest is { } profile)
                _artifacts.Add((stored.Version, profile, false));
        }

        return null;
    }

    protected override string? CheckWhole() => HistoryRules.Check(_state);
}
