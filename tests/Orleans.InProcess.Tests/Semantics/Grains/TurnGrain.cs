using System.Collections.Immutable;
using System.Globalization;
using GrainRuntime.Tests.Hosting;

namespace GrainRuntime.Tests.Semantics.Grains;

internal sealed class TurnGrain(Board board) : Grain, ITurnGrain
{
    private int _count;
    private int _inside;

    public async Task Hold(string name)
    {
        board.Note($"enter {name}");
        _inside++;
        board.Signal($"in {name}");
        await board.Signalled($"go {name}");
        _inside--;
        board.Note($"leave {name}");
    }

    public async Task<int> Increment()
    {
        var count = _count;
        await Task.Yield();
        await Task.Run(static () => { });
        return _count = count + 1;
    }

    public Task<int> Peek() => Task.FromResult(_inside);

    public Task HoldBeside(string name) => Hold(name);

    public async Task<string> WaysOutOfTheTurn()
    {
        var scheduler = TaskScheduler.Current;
        var ways = new List<string>();
        Look("nothing", ReferenceEquals(scheduler, TaskScheduler.Default));
        await Task.Yield();
        Look("Task.Yield");
        await Task.Run(() => Look("nothing, in Task.Run", ReferenceEquals(scheduler, TaskScheduler.Current)));
        Look("Task.Run");
        await Task.Run(Task.Yield).ConfigureAwait(true);
        Look("ConfigureAwait(true)");
        await File.ReadAllBytesAsync(typeof(TurnGrain).Assembly.Location);
        Look("a file");
        await Task.WhenAll(Task.Run(static () => { }), Task.CompletedTask);
        Look("Task.WhenAll");
        await board.Signalled("out of the turn");
        Look("another thread's signal");
        await Task.Run(static () => { }).ContinueWith(static _ => { }, TaskScheduler.Default);
        Look("a continuation elsewhere");
        return string.Join(", ", ways);

        void Look(string way, bool? isOut = null)
        {
            if (isOut ?? !ReferenceEquals(scheduler, TaskScheduler.Current))
            {
                ways.Add(way);
            }
        }
    }

    public async Task<bool> StartedTaskRunsInATurn()
    {
        var scheduler = TaskScheduler.Current;
        var ran = false;
        var started = Task.Factory.StartNew(
            () => ran = ReferenceEquals(scheduler, TaskScheduler.Current), CancellationToken.None, TaskCreationOptions.None, TaskScheduler.Current);
        var before = ran;
        return await started && !before;
    }

    public Task<string> Activation() => Task.FromResult(GrainContext.ActivationId.ToString());

    public Task<string> ActivationBeside() => Activation();

    public Task<string> Key() => Task.FromResult(this.GetPrimaryKeyString());

    public async Task Fail(string message)
    {
        await Task.Yield();
        throw new InvalidDataException(message);
    }

    public Task FailAtOnce(string message) => throw new InvalidDataException(message);

    public Task<string> CallBack(ITurnGrain other) => other.Key();

    public Task<ITurnGrain> Self() => Task.FromResult(this.AsReference<ITurnGrain>());

    public Task End()
    {
        DeactivateOnIdle();
        return Task.CompletedTask;
    }

    public Task EndAndHold(string name)
    {
        DeactivateOnIdle();
        return Hold(name);
    }

    public async Task HoldThenEnd(string name)
    {
        await Hold(name);
        DeactivateOnIdle();
    }

    public Task Tell(string note)
    {
        board.Note(note);
        board.Signal(note);
        return Task.CompletedTask;
    }

    public Task TellAndFail()
    {
        board.Signal("about to fail");
        throw new InvalidDataException("nobody hears this");
    }

    public async Task WaitForCancellation(CancellationToken cancellationToken)
    {
        using var registration = cancellationToken.Register(() => board.Signal("cancelled"));
        board.Signal("waiting");
        await board.Signalled("cancelled");
        board.Signal("grain saw it");
    }

    public Task<string> Describe(int number, string? text, ImmutableArray<double> values, CancellationToken cancellationToken)
        => Task.FromResult(string.Create(CultureInfo.InvariantCulture, $"{number} {text ?? "null"} {values.Length}{(cancellationToken.CanBeCanceled ? " cancellable" : "")}"));

    public override Task OnDeactivateAsync(DeactivationReason reason, CancellationToken cancellationToken)
    {
        board.Note($"end {this.GetPrimaryKeyString()} {reason.ReasonCode}");
        board.Signal($"ended {this.GetPrimaryKeyString()}");
        return Task.CompletedTask;
    }
}
