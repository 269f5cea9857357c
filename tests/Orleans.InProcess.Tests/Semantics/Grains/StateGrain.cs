using GrainRuntime.Tests.Hosting;

namespace GrainRuntime.Tests.Semantics.Grains;

internal sealed class StateGrain([PersistentState("state", TestHost.Storage)] IPersistentState<Snapshot> state) : Grain, IStateGrain
{
    public Task<Snapshot> Read() => Task.FromResult(state.State);

    public Task<bool> Exists() => Task.FromResult(state.RecordExists);

    public Task<string?> Etag() => Task.FromResult(state.Etag);

    public async Task Write(Snapshot snapshot)
    {
        state.State = snapshot;
        await state.WriteStateAsync();
    }

    public Task Change(Snapshot snapshot)
    {
        state.State = snapshot;
        return Task.CompletedTask;
    }

    public Task Clear() => state.ClearStateAsync();

    public Task End()
    {
        DeactivateOnIdle();
        return Task.CompletedTask;
    }

    public Task<string> Activation() => Task.FromResult(GrainContext.ActivationId.ToString());

    public Task WriteBy(IStateGrain other, Snapshot snapshot) => other.Write(snapshot);
}
