using System.Collections.Concurrent;
using System.Collections.Frozen;
using ModelRegistry.Core.Serving;
using ModelRegistry.Postgres.ReadModels;

namespace ModelRegistry.Grains.Serving;

/// <summary>
/// The routing snapshots of the models this host serves. Reading is a dictionary look-up; <see cref="RoutingPoller"/> keeps them fresh.
/// A model joins on its first request.
/// </summary>
public sealed class RoutingTable(IRoutingReader reader, IModelDirectory directory)
{
    private readonly ConcurrentDictionary<Guid, RoutingSnapshot> _byId = new();
    private volatile FrozenDictionary<string, Guid> _ids = FrozenDictionary<string, Guid>.Empty;
    private readonly Lock _naming = new();

    /// <summary>Since when the database could not be asked for changes; null while it can.</summary>
    public DateTimeOffset? StaleSince { get; internal set; }

    /// <summary>The models this host serves.</summary>
    public IReadOnlyCollection<Guid> Served => (IReadOnlyCollection<Guid>)_byId.Keys;

    /// <summary>The present snapshot of a model by name (or <c>id:UUID</c>); null when no such model exists.</summary>
    public ValueTask<RoutingSnapshot?> FindAsync(string model, CancellationToken cancellationToken) =>
        _ids.TryGetValue(model, out var id) && _byId.TryGetValue(id, out var snapshot)
            ? new ValueTask<RoutingSnapshot?>(snapshot)
            : new ValueTask<RoutingSnapshot?>(LoadAsync(model, cancellationToken));

    /// <summary>The present snapshot of a served model; null when this host does not serve it.</summary>
    public RoutingSnapshot? Get(Guid modelId) => _byId.GetValueOrDefault(modelId);

    internal async Task RefreshAsync(Guid modelId, CancellationToken cancellationToken)
    {
        var fresh = await reader.ReadAsync(modelId, cancellationToken);
        if (fresh is null)
            Forget(modelId);
        else
            Store(fresh);
    }

    private async Task<RoutingSnapshot?> LoadAsync(string model, CancellationToken cancellationToken)
    {
        if (await directory.FindAsync(model, cancellationToken: cancellationToken) is not { } id)
            return null;
        if (!_byId.ContainsKey(id))
            await RefreshAsync(id, cancellationToken);
        Name(model, id);
        return _byId.GetValueOrDefault(id);
    }

    private void Store(RoutingSnapshot fresh)
    {
        var previous = _byId.GetValueOrDefault(fresh.ModelId);
        _byId.AddOrUpdate(fresh.ModelId, fresh, (_, present) => present.Revision > fresh.Revision ? present : fresh);
        if (previous is not null && previous.Name != fresh.Name)
            ForgetNames(fresh.ModelId);
    }

    private void Forget(Guid modelId)
    {
        _byId.TryRemove(modelId, out _);
        ForgetNames(modelId);
    }

    private void Name(string model, Guid id)
    {
        lock (_naming)
            _ids = _ids.Where(pair => pair.Key != model).Append(KeyValuePair.Create(model, id)).ToFrozenDictionary();
    }

    private void ForgetNames(Guid modelId)
    {
        lock (_naming)
            _ids = _ids.Where(pair => pair.Value != modelId).ToFrozenDictionary();
    }
}
