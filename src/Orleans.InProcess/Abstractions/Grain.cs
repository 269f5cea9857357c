using Orleans.Runtime;

namespace Orleans;

/// <summary>The base class of grains: one object per key, one turn at a time.</summary>
public abstract class Grain : IGrainBase, IAddressable
{
    /// <summary>Takes its place in the activation that is being made; a grain made with <c>new</c> has no context.</summary>
    protected Grain() => GrainContext = InProcess.Activation.Current!;

    public IGrainContext GrainContext { get; }

    /// <summary>The address under which others call this grain.</summary>
    public GrainReference GrainReference => Context.GrainReference;

    public string IdentityString => Context.GrainId.ToString();

    protected IGrainFactory GrainFactory => (IGrainFactory?)ServiceProvider.GetService(typeof(IGrainFactory))
        ?? throw new InvalidOperationException("The activation's services hold no IGrainFactory.");

    /// <summary>The services of this activation; its scope ends with the activation.</summary>
    protected internal IServiceProvider ServiceProvider => Context.ActivationServices;

    private IGrainContext Context => GrainContext
        ?? throw new InvalidOperationException($"{GetType()} was not made by the grain runtime, so it has no context. Call it by IGrainFactory.GetGrain.");

    public virtual Task OnActivateAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public virtual Task OnDeactivateAsync(DeactivationReason reason, CancellationToken cancellationToken) => Task.CompletedTask;

    /// <summary>Ends this activation once the running calls are done; calls that come later find a new one.</summary>
    protected void DeactivateOnIdle() => GrainBaseExtensions.DeactivateOnIdle(this);
}
