namespace GrainRuntime.Tests.Runtime;

[Alias("tests.keep-grain")]
internal interface IKeepGrain : IGrainWithStringKey
{
    Task Take(object argument, CancellationToken cancellationToken);

    Task FailAtOnce(object argument, CancellationToken cancellationToken);

    Task FailLater(object argument, CancellationToken cancellationToken);

    /// <summary>Signals "holding", waits for "go on".</summary>
    Task Hold();

    /// <summary>Asks for its end.</summary>
    Task<Ending> EndAndTell();

    internal sealed record Ending(WeakReference Grain, Task Ended);
}
