using GrainRuntime.Tests.Hosting;
using GrainRuntime.Tests.Semantics.Grains;

namespace GrainRuntime.Tests.Runtime;

public sealed class WorkerTests
{
    /// <summary>A cluster answers before the worker is free, so there a second one may come.</summary>
    [Fact]
    public async Task Calls_OneAfterTheOther_MeetOneWorker()
    {
        await using var host = await TestHost.StartAsync();
        var worker = host.Grains.GetGrain<IWorkerGrain>("calm");
        host.Board.Signal("go x");
        var first = await worker.Hold("x");
        for (var call = 0; call < 100; call++)
        {
            Assert.Equal(first, await worker.Hold("x"));
        }
    }
}
