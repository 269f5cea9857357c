using System.Collections.Immutable;

namespace GrainRuntime.Tests.Semantics.Grains;

[Alias("tests.turn-grain")]
internal interface ITurnGrain : IGrainWithStringKey
{
    /// <summary>Signals "in NAME", waits for "go NAME", and notes when it enters and leaves.</summary>
    Task Hold(string name);

    /// <summary>Reads, yields, writes: loses counts if anything runs in between.</summary>
    Task<int> Increment();

    /// <summary>The number of calls of <see cref="Hold"/> that have entered and not left.</summary>
    [AlwaysInterleave]
    Task<int> Peek();

    [AlwaysInterleave]
    Task HoldBeside(string name);

    /// <summary>What has been awaited when the method went on outside of its turn.</summary>
    Task<string> WaysOutOfTheTurn();

    /// <summary>Whether a task that the grain starts takes its turn like a call.</summary>
    Task<bool> StartedTaskRunsInATurn();

    Task<string> Activation();

    [AlwaysInterleave]
    Task<string> ActivationBeside();

    Task<string> Key();

    Task Fail(string message);

    Task FailAtOnce(string message);

    Task<string> CallBack(ITurnGrain other);

    Task<ITurnGrain> Self();

    Task End();

    /// <summary>Asks for its end, then holds as <see cref="Hold"/> does.</summary>
    Task EndAndHold(string name);

    /// <summary>Holds as <see cref="Hold"/> does, then asks for its end.</summary>
    Task HoldThenEnd(string name);

    [OneWay]
    Task Tell(string note);

    [OneWay]
    Task TellAndFail();

    Task WaitForCancellation(CancellationToken cancellationToken);

    Task<string> Describe(int number, string? text, ImmutableArray<double> values, CancellationToken cancellationToken);
}
