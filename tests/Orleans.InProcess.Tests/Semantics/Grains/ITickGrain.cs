namespace GrainRuntime.Tests.Semantics.Grains;

[Alias("tests.tick-grain")]
internal interface ITickGrain : IGrainWithStringKey
{
    /// <summary>After the due time: a tick that lets a conflict of states escape.</summary>
    Task StartConflict(TimeSpan due);

    /// <summary>After the due time: a tick that notes what of the request context it sees.</summary>
    Task StartLook(TimeSpan due);

    /// <summary>After the due time: a tick that changes its timer within, and later ones each a period apart.</summary>
    Task StartChange(TimeSpan due, TimeSpan changedDue, TimeSpan period);

    /// <summary>After the due time: a tick whose token, when cancelled, calls back something that fails.</summary>
    Task StartBadCancellation(TimeSpan due);

    /// <summary>A timer of which nothing is to be said but that it ticks, unless it may not be.</summary>
    Task Start(TimeSpan due, TimeSpan period);

    /// <summary>A timer whose ticks count as use.</summary>
    Task StartKeepAlive(TimeSpan due, TimeSpan period);

    Task<string> Activation();

    Task End();
}
