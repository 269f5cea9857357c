using Orleans.Runtime;
using Orleans.Timers;

namespace Orleans.InProcess;

internal sealed class TimerRegistry : ITimerRegistry
{
    public IGrainTimer RegisterGrainTimer<TState>(
        IGrainContext grainContext, Func<TState, CancellationToken, Task> callback, TState state, GrainTimerCreationOptions options)
    {
        ArgumentNullException.ThrowIfNull(callback);
        return new GrainTimer<TState>(Activation.Of(grainContext), callback, state, options);
    }
}
