namespace Orleans.InProcess;

/// <summary>A timer's callback, taking its turn like a call.</summary>
internal sealed class GrainTimerCall(Func<Task> callback, bool interleaves, bool keepAlive)
    : GrainVoidCall(interleaves ? Interleaving : Waiting)
{
    private static readonly GrainMethod Waiting = new() { Name = "tick", Interface = typeof(Runtime.IGrainTimer), OfOneActivation = true };

    private static readonly GrainMethod Interleaving = new()
    {
        Name = "tick", Interface = typeof(Runtime.IGrainTimer), OfOneActivation = true, AlwaysInterleave = true,
    };

    public bool KeepAlive => keepAlive;

    public override Task Call(object grain) => callback();
}
