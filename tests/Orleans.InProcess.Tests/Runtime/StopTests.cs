using GrainRuntime.Tests.Hosting;
using GrainRuntime.Tests.Semantics.Grains;

namespace GrainRuntime.Tests.Runtime;

public sealed class StopTests
{
    [Fact]
    public async Task Stop_LetsRunningAndWaitingCallsFinish()
    {
        await using var host = await TestHost.StartAsync();
        var grain = host.Grains.GetGrain<ITurnGrain>("s");
        var first = grain.Hold("a");
        await host.Board.Signalled("in a");
        var second = grain.Hold("b");
        var stop = host.StopAsync();
        host.Board.Signal("go b");
        host.Board.Signal("go a");
        await Task.WhenAll(first, second, stop);
        Assert.Equal(["enter a", "leave a", "enter b", "leave b", "end s ShuttingDown"], host.Board.Notes);
    }

    [Fact]
    public async Task Stop_LetsGrainsCallOthersButRefusesCallsFromOutside()
    {
        await using var host = await TestHost.StartAsync();
        var relay = host.Grains.GetGrain<IRelayGrain>("relay");
        var relayed = relay.HoldThenAsk("a", host.Grains.GetGrain<ITurnGrain>("new"));
        await host.Board.Signalled("relay holds");
        var stop = host.StopAsync();
        var refused = await Assert.ThrowsAsync<SiloUnavailableException>(() => host.Grains.GetGrain<ITurnGrain>("x").Key());
        Assert.Equal("ITurnGrain.Key of turn/x was not called: the host is stopping.", refused.Message);
        host.Board.Signal("go a");
        Assert.Equal("new", await relayed);
        await stop;
    }

    [Fact]
    public async Task Stop_WhenItsTimeIsOver_FailsTheCallsThatAreLeft()
    {
        await using var host = await TestHost.StartAsync();
        var hold = host.Grains.GetGrain<ITurnGrain>("stuck").Hold("a");
        await host.Board.Signalled("in a");
        await host.StopAsync(new CancellationToken(canceled: true)).ContinueWith(static _ => { }, TaskScheduler.Default);
        await Assert.ThrowsAsync<SiloUnavailableException>(() => hold);
        host.Board.Signal("go a");
    }

    [Fact]
    public async Task End_DuringADrain_MovesWaitingCallsToANewActivation()
    {
        await using var host = await TestHost.StartAsync();
        var grain = host.Grains.GetGrain<ITurnGrain>("untrusted");
        var before = await grain.Activation();
        var first = grain.HoldThenEnd("a");
        await host.Board.Signalled("in a");
        var second = grain.Activation();
        var stop = host.StopAsync();
        host.Board.Signal("go a");
        await first;
        Assert.NotEqual(before, await second);
        await stop;
        Assert.Equal(["enter a", "leave a", "end untrusted ApplicationRequested", "end untrusted ShuttingDown"], host.Board.Notes);
    }

    [Fact]
    public async Task Call_BeforeTheStart_IsRefused()
    {
        await using var host = TestHost.Build();
        var refused = await Assert.ThrowsAsync<SiloUnavailableException>(() => host.Grains.GetGrain<ITurnGrain>("early").Key());
        Assert.Equal("ITurnGrain.Key of turn/early was not called: the host has not started yet.", refused.Message);
    }
}
