namespace Orleans.InProcess;

/// <summary>What stands behind a grain id: an activation, or several of a stateless worker.</summary>
internal abstract class CallTarget
{
    /// <returns>False when the target is gone: look for its successor.</returns>
    public abstract bool TryEnqueue(GrainCall call);

    public abstract IEnumerable<Activation> Activations { get; }
}
