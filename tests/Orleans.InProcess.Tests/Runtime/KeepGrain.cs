using GrainRuntime.Tests.Hosting;

namespace GrainRuntime.Tests.Runtime;

internal sealed class KeepGrain(Board board) : Grain, IKeepGrain
{
    public Task Take(object argument, CancellationToken cancellationToken) => Task.CompletedTask;

    public Task FailAtOnce(object argument, CancellationToken cancellationToken) => throw new InvalidDataException("at once");

    public async Task FailLater(object argument, CancellationToken cancellationToken)
    {
        await Task.Yield();
        throw new InvalidDataException("later");
    }

    public Task Hold()
    {
        board.Signal("holding");
        return board.Signalled("go on");
    }

    public Task<IKeepGrain.Ending> EndAndTell()
    {
        DeactivateOnIdle();
        return Task.FromResult(new IKeepGrain.Ending(new WeakReference(this), GrainContext.Deactivated));
    }
}
