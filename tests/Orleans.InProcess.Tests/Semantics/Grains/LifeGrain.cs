using Microsoft.Extensions.DependencyInjection;

namespace GrainRuntime.Tests.Semantics.Grains;

internal sealed class LifeGrain(LifeLog log, ScopedThing thing, IGrainContext context) : Grain, ILifeGrain, IAsyncDisposable
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

        if (log.EndsAtOnce(key))
        {
            DeactivateOnIdle();
        }
    }

    public override Task OnDeactivateAsync(DeactivationReason reason, CancellationToken cancellationToken)
    {
        log.Ended.Enqueue(this.GetPrimaryKeyString());
        return FailToEnd();
    }

    public ValueTask DisposeAsync() => new(FailToEnd());

    public Task<Guid> Scope() => Task.FromResult(thing.Id);

    public Task<bool> ScopeIsItsOwn() => Task.FromResult(
        ReferenceEquals(ServiceProvider.GetRequiredService<ScopedThing>(), thing) && ReferenceEquals(context, GrainContext));

    public Task End()
    {
        DeactivateOnIdle();
        return Task.CompletedTask;
    }

    private Task FailToEnd() => log.FailingToEnd.TryGetValue(this.GetPrimaryKeyString(), out var why)
        ? Task.FromException(new InvalidDataException(why))
        : Task.CompletedTask;
}
