namespace Orleans.InProcess;

/// <summary>A piece of work that runs within a turn of an activation.</summary>
internal abstract class TurnItem
{
    /// <summary>Runs up to the first await; must not throw.</summary>
    public abstract void Run(Activation activation);
}
