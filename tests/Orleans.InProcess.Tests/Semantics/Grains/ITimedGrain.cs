namespace GrainRuntime.Tests.Semantics.Grains;

[Alias("tests.timed-grain")]
internal interface ITimedGrain : IGrainWithStringKey
{
    /// <summary>A timer whose ticks signal "tick N" and wait for "go tick N" where N is in <paramref name="held"/>.</summary>
    Task Start(TimeSpan due, TimeSpan period, int held, bool interleave);

    Task Stop();

    Task Change(TimeSpan due, TimeSpan period);

    Task<int> Ticks();

    [AlwaysInterleave]
    Task<int> Peek();

    Task End();
}
