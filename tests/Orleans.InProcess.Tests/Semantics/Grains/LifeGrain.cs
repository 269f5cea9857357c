using Microsoft.Extensions.DependencyInjection;

namespace GrainRuntime.Tests.Semantics.Grains;

internal sealed class LifeGrain(LifeLog log, ScopedThing thing, IGrainContext context) : Grain, ILifeGrain
{
    public override async Task OnActivateAsync(CancellationToken cancellationToken)
    {
        var key = this.GetPrimaryKeyString();
        log.Activated(key);
        await Task.Yield();
        if (log.Failing.TryGetValue(key, out var why))
        {
            throw new InvalidDataException(why);
        }
    }

    public Task<Guid> Scope() => Task.FromResult(thing.Id);

    public Task<bool> ScopeIsItsOwn() => Task.FromResult(
        ReferenceEquals(ServiceProvider.GetRequiredService<ScopedThing>(), thing) && ReferenceEquals(context, GrainContext));

    public Task End()
    {
        DeactivateOnIdle();
        return Task.CompletedTask;
    }
}
