namespace GrainRuntime.Tests.Semantics.Grains;

/// <summary>A scoped service that notes when its scope is closed.</summary>
internal sealed class ScopedThing(LifeLog log, TimeProvider time) : IDisposable
{
    public Guid Id { get; } = Guid.CreateVersion7(time.GetUtcNow());

    public void Dispose() => log.ClosedScopes.Enqueue(Id);
}
