namespace Orleans.InProcess;

/// <summary>Tells the services of a scope which activation it belongs to.</summary>
internal sealed class ActivationHolder
{
    public Activation? Activation { get; set; }

    public Activation Required => Activation ?? throw new InvalidOperationException("This service can be had in the scope of an activation only.");
}
