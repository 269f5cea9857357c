namespace GrainRuntime.Tests.Runtime;

[Alias("tests.circle-grain")]
internal interface ICircleGrain : IGrainWithStringKey
{
    /// <summary>Calls the other, which calls this one while it waits.</summary>
    Task CallThrough(ICircleGrain other);

    Task CallBack(ICircleGrain first);

    Task Ping();

    [ResponseTimeout("00:00:05")]
    Task WaitBriefly();
}
