using Orleans.Runtime;
using Orleans.Storage;

namespace Orleans.InProcess;

/// <summary>A stored value of one activation. After a failed write the value in memory is as the grain left it, the version as it was.</summary>
internal sealed class PersistentState<TState>(IGrainStorage storage, string name, GrainId grainId) : IPersistentState<TState>, IActivationState
{
    private readonly GrainState<TState> _state = new(Fresh());

    public TState State
    {
        get => _state.State!;
        set => _state.State = value;
    }

    public string? Etag => _state.ETag;

    public bool RecordExists => _state.RecordExists;

    public Task LoadAsync(CancellationToken cancellationToken) => ReadStateAsync(cancellationToken);

    public Task ReadStateAsync() => ReadStateAsync(CancellationToken.None);

    public Task WriteStateAsync() => WriteStateAsync(CancellationToken.None);

    public Task ClearStateAsync() => ClearStateAsync(CancellationToken.None);

    public async Task ReadStateAsync(CancellationToken cancellationToken)
    {
        await storage.ReadStateAsync(name, grainId, _state, cancellationToken);
        _state.State ??= Fresh();
    }

    public Task WriteStateAsync(CancellationToken cancellationToken) => storage.WriteStateAsync(name, grainId, _state, cancellationToken);

    public async Task ClearStateAsync(CancellationToken cancellationToken)
    {
        await storage.ClearStateAsync(name, grainId, _state, cancellationToken);
        _state.State = Fresh();
    }

    /// <summary>What a grain starts with: the parameterless constructor's value, or null where there is none.</summary>
    private static TState? Fresh() => typeof(TState).IsValueType || typeof(TState).GetConstructor(Type.EmptyTypes) is not null
        ? Activator.CreateInstance<TState>()
        : default;
}
