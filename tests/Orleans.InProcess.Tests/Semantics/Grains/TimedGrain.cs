using GrainRuntime.Tests.Hosting;

namespace GrainRuntime.Tests.Semantics.Grains;

internal sealed class TimedGrain(Board board) : Grain, ITimedGrain
{
    private IGrainTimer? _timer;
    private int _ticks;

    public Task Start(TimeSpan due, TimeSpan period, int held, bool interleave)
    {
        _timer = this.RegisterGrainTimer(
            Tick, held, new GrainTimerCreationOptions { DueTime = due, Period = period, Interleave = interleave });
        return Task.CompletedTask;
    }

    public Task Stop()
    {
        _timer!.Dispose();
        return Task.CompletedTask;
    }

    public Task Change(TimeSpan due, TimeSpan period)
    {
        _timer!.Change(due, period);
        return Task.CompletedTask;
    }

    public Task<int> Ticks() => Task.FromResult(_ticks);

    public Task<int> Peek() => Task.FromResult(_ticks);

    public Task End()
    {
        DeactivateOnIdle();
        return Task.CompletedTask;
    }

    public override Task OnDeactivateAsync(DeactivationReason reason, CancellationToken cancellationToken)
    {
        board.Signal($"ended {this.GetPrimaryKeyString()}");
        return Task.CompletedTask;
    }

    private async Task Tick(int held, CancellationToken cancellationToken)
    {
        var tick = ++_ticks;
        board.Signal($"tick {tick}");
        if (tick == held)
        {
            await board.Signalled($"go tick {tick}");
        }

        board.Note($"end of tick {tick}");
        if (tick == 2)
        {
            throw new InvalidDataException("the second tick fails");
        }
    }
}
