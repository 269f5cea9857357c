using GrainRuntime.Tests.Hosting;
using GrainRuntime.Tests.Semantics.Grains;

namespace GrainRuntime.Tests.Semantics;

public sealed class CircleTests : IAsyncLifetime
{
    private TestHost _host = null!;

    public async Task InitializeAsync() => _host = await TestHost.StartAsync();

    public async Task DisposeAsync() => await _host.DisposeAsync();

    [Fact]
    public async Task Call_BackToAGrainThatWaits_TimesOutAndBothGrainsGoOn()
    {
        var first = _host.Grains.GetGrain<ICircleGrain>("a");
        var second = _host.Grains.GetGrain<ICircleGrain>("b");
        Assert.Equal("timed out", await first.CallThroughBriefly(second));
        await first.Ping();
        await second.Ping();
    }
}
