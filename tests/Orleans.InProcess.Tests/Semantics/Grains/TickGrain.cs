using GrainRuntime.Tests.Hosting;
using Orleans.Storage;

namespace GrainRuntime.Tests.Semantics.Grains;

internal sealed class TickGrain(Board board) : Grain, ITickGrain
{
    private IGrainTimer? _timer;

    public Task StartConflict(TimeSpan due) => Once(due, static _ => throw new InconsistentStateException("somebody else wrote"));

    public Task StartLook(TimeSpan due) => Once(due, _ =>
    {
        board.Note($"who: {RequestContext.Get("who") ?? "nobody"}");
        board.Signal("noted");
        return Task.CompletedTask;
    });

    public Task StartChange(TimeSpan due, TimeSpan changedDue, TimeSpan period)
    {
        var ticks = 0;
        return Once(due, async _ =>
        {
            var tick = ++ticks;
            if (tick == 1)
            {
                _timer!.Change(changedDue, period);
                board.Signal("changed");
                await board.Signalled("go on");
            }

            board.Signal($"tick {tick}");
        });
    }

    public Task StartBadCancellation(TimeSpan due) => Once(due, token =>
    {
        token.Register(static () => throw new InvalidDataException("a bad callback"));
        board.Signal("ticked");
        return Task.CompletedTask;
    });

    public Task Start(TimeSpan due, TimeSpan period)
    {
        _timer = this.RegisterGrainTimer(static () => Task.CompletedTask, due, period);
        return Task.CompletedTask;
    }

    public Task StartKeepAlive(TimeSpan due, TimeSpan period)
    {
        _timer = this.RegisterGrainTimer(
            static () => Task.CompletedTask, new GrainTimerCreationOptions { DueTime = due, Period = period, KeepAlive = true });
        return Task.CompletedTask;
    }

    public Task<string> Activation() => Task.FromResult(GrainContext.ActivationId.ToString());

    public Task End()
    {
        DeactivateOnIdle();
        return Task.CompletedTask;
    }

    public override Task OnDeactivateAsync(DeactivationReason reason, CancellationToken cancellationToken)
    {
        board.Signal($"ended {this.GetPrimaryKeyString()} {reason.ReasonCode}");
        return Task.CompletedTask;
    }

    private Task Once(TimeSpan due, Func<CancellationToken, Task> tick)
    {
        _timer = this.RegisterGrainTimer(tick, new GrainTimerCreationOptions(due, Timeout.InfiniteTimeSpan));
        return Task.CompletedTask;
    }
}
