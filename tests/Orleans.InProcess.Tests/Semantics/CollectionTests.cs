using GrainRuntime.Tests.Hosting;
using GrainRuntime.Tests.Semantics.Grains;
using Orleans.Configuration;
using Orleans.Hosting;

namespace GrainRuntime.Tests.Semantics;

/// <summary>The clock is the real one, since only one of the two runtimes collects by another; nothing here is said of how long it takes.</summary>
public sealed class CollectionTests : IAsyncLifetime
{
    private TestHost _host = null!;

    public async Task InitializeAsync() => _host = await TestHost.StartAsync(static silo => silo.Configure<GrainCollectionOptions>(static options =>
    {
        options.CollectionQuantum = TimeSpan.FromMilliseconds(200);
        options.CollectionAge = TimeSpan.FromMilliseconds(500);
    }));

    public async Task DisposeAsync() => await _host.DisposeAsync();

    [Fact]
    public async Task Grain_ThatIsNotCalled_EndsAndComesBack()
    {
        var grain = _host.Grains.GetGrain<ITurnGrain>("idle");
        var before = await grain.Activation();
        await _host.Board.Signalled("ended idle");
        Assert.Equal(["end idle ActivationIdle"], _host.Board.Notes);
        Assert.NotEqual(before, await grain.Activation());
    }

    [Fact]
    public async Task Grain_WhoseTimerTicks_EndsAllTheSame()
    {
        await _host.Grains.GetGrain<ITickGrain>("timed").Start(TimeSpan.FromMilliseconds(20), TimeSpan.FromMilliseconds(20));
        await _host.Board.Signalled("ended timed ActivationIdle");
    }
}
