namespace GrainRuntime.Tests.Semantics.Grains;

/// <summary>Asks for a service that nobody registered.</summary>
internal sealed class NeedyGrain(INeedyGrain.IMissing missing) : Grain, INeedyGrain
{
    public Task Ping() => Task.FromResult(missing);
}
