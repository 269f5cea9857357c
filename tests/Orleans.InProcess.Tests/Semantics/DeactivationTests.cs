using GrainRuntime.Tests.Hosting;
using GrainRuntime.Tests.Semantics.Grains;

namespace GrainRuntime.Tests.Semantics;

public sealed class DeactivationTests : IAsyncLifetime
{
    private TestHost _host = null!;

    public async Task InitializeAsync() => _host = await TestHost.StartAsync();

    public async Task DisposeAsync() => await _host.DisposeAsync();

    [Fact]
    public async Task DeactivateOnIdle_WithinACall_EndsAfterTheCall()
    {
        var grain = _host.Grains.GetGrain<ITurnGrain>("d");
        var before = await grain.Activation();
        var ending = grain.EndAndHold("a");
        await _host.Board.Signalled("in a");
        var late = grain.Activation();
        _host.Board.Signal("go a");
        await ending;
        Assert.NotEqual(before, await late);
        Assert.Equal(["enter a", "leave a", "end d ApplicationRequested"], _host.Board.Notes);
    }

    [Fact]
    public async Task Calls_ThatWaitWhenTheActivationEnds_RunOnTheNewOneInOrder()
    {
        var grain = _host.Grains.GetGrain<ITurnGrain>("w");
        var ending = grain.EndAndHold("a");
        await _host.Board.Signalled("in a");
        var waiting = Enumerable.Range(0, 10).Select(_ => grain.Increment()).ToArray();
        _host.Board.Signal("go a");
        await ending;
        Assert.Equal(Enumerable.Range(1, 10), (await Task.WhenAll(waiting)).Order());
    }

    [Fact]
    public async Task Interleaving_WhenTheActivationIsAboutToEnd_RunsOnTheNewOne()
    {
        var grain = _host.Grains.GetGrain<ITurnGrain>("i");
        var before = await grain.Activation();
        var ending = grain.EndAndHold("a");
        await _host.Board.Signalled("in a");
        var beside = grain.ActivationBeside();
        _host.Board.Signal("go a");
        await ending;
        Assert.NotEqual(before, await beside);
    }

    [Fact]
    public async Task Stop_LetsARunningCallFinishBeforeTheGrainEnds()
    {
        var host = await TestHost.StartAsync();
        var hold = host.Grains.GetGrain<ITurnGrain>("running").Hold("a");
        await host.Board.Signalled("in a");
        var stop = host.StopAsync();
        host.Board.Signal("go a");
        await stop;
        await hold.ContinueWith(static _ => { }, TaskScheduler.Default);
        Assert.Equal(["enter a", "leave a", "end running ShuttingDown"], host.Board.Notes);
        await host.DisposeAsync();
    }

    [Fact]
    public async Task Stop_TellsEveryGrainThatTheHostStops()
    {
        var host = await TestHost.StartAsync();
        await host.Grains.GetGrain<ITurnGrain>("s1").Key();
        await host.Grains.GetGrain<ITurnGrain>("s2").Key();
        await host.StopAsync();
        Assert.Equal(["end s1 ShuttingDown", "end s2 ShuttingDown"], host.Board.Notes.Order(StringComparer.Ordinal));
        await host.DisposeAsync();
    }
}
