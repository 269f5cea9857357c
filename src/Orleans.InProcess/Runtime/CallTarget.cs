namespace Orleans.InProcess;

/// <summary>What stands behind a grain id: an activation, or several of a stateless worker.</summary>
internal abstract class CallTarget
{
    /// <returns>False when the target is gone: look for its successor.</returns>
    public abstract bool TryEnqueue(GrainCall call);

    public abstract IEnumerable<Activation> Activations { get; }

    /// <summary>The catalog's clock has ticked: fails what is overdue, and ends what is idle when <paramref name="collect"/> says so.</summary>
    public abstract void OnTick(long now, bool collect);
}
