namespace GrainRuntime.Tests.Semantics.Grains;

[Alias("tests.circle-grain")]
internal interface ICircleGrain : IGrainWithStringKey
{
    /// <summary>Calls the other, which calls this one while it waits.</summary>
    Task CallThrough(ICircleGrain other);

    Task CallBack(ICircleGrain first);

    Task Ping();

    [ResponseTimeout("00:00:00.300")]
    Task PingBriefly();

    /// <summary>Holds until "enough".</summary>
    [ResponseTimeout("00:00:05")]
    Task WaitBriefly();

    /// <summary>As <see cref="CallThrough"/>, by a call that soon gives up.</summary>
    Task<string> CallThroughBriefly(ICircleGrain other);

    Task<string> CallBackBriefly(ICircleGrain first);
}
