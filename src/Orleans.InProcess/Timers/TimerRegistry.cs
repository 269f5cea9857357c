using Orleans.Runtime;
using Orleans.Timers;

namespace Orleans.InProcess;

internal sealed class TimerRegistry(IServiceProvider services) : ITimerRegistry
{
    private readonly TimeProvider _time = RuntimeTime.For(services, TimeProviderNames.Grains);

    public IGrainTimer RegisterGrainTimer<TState>(
        IGrainContext grainContext, Func<TState, CancellationToken, Task> callback, TState state, GrainTimerCreationOptions options)
    {
        ArgumentNullException.ThrowIfNull(callback);
        return new GrainTimer<TState>(Activation.Of(grainContext), _time, callback, state, options);
    }
}
