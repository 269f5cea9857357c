using GrainRuntime.Tests.Hosting;
using GrainRuntime.Tests.Semantics.Grains;

namespace GrainRuntime.Tests.Semantics;

public sealed class TurnTests : IAsyncLifetime
{
    private TestHost _host = null!;

    public async Task InitializeAsync() => _host = await TestHost.StartAsync();

    public async Task DisposeAsync() => await _host.DisposeAsync();

    [Fact]
    public async Task Call_WhileAnotherRuns_WaitsForItsTurn()
    {
        var grain = _host.Grains.GetGrain<ITurnGrain>("one");
        var first = grain.Hold("a");
        await _host.Board.Signalled("in a");
        var second = grain.Hold("b");
        _host.Board.Signal("go b");
        _host.Board.Signal("go a");
        await Task.WhenAll(first, second);
        Assert.Equal(["enter a", "leave a", "enter b", "leave b"], _host.Board.Notes);
    }

    [Fact]
    public async Task Increment_ByManyCallersThroughAwaits_LosesNoCount()
    {
        var grain = _host.Grains.GetGrain<ITurnGrain>("counter");
        var counts = await Task.WhenAll(Enumerable.Range(0, 500).Select(_ => Task.Run(grain.Increment)));
        Assert.Equal(Enumerable.Range(1, 500), counts.Order());
    }

    [Fact]
    public async Task AlwaysInterleave_WhileACallRuns_IsAnswered()
    {
        var grain = _host.Grains.GetGrain<ITurnGrain>("peek");
        var hold = grain.Hold("a");
        await _host.Board.Signalled("in a");
        Assert.Equal(1, await grain.Peek());
        _host.Board.Signal("go a");
        await hold;
        Assert.Equal(0, await grain.Peek());
    }

    [Fact]
    public async Task Call_WhileOnlyInterleavingCallsRun_IsAnswered()
    {
        var grain = _host.Grains.GetGrain<ITurnGrain>("beside");
        var beside = grain.HoldBeside("a");
        await _host.Board.Signalled("in a");
        Assert.Equal(1, await grain.Increment());
        _host.Board.Signal("go a");
        await beside;
    }

    [Fact]
    public async Task Await_WithinACall_ResumesInTheTurn()
    {
        var ways = _host.Grains.GetGrain<ITurnGrain>("scheduler").WaysOutOfTheTurn();
        _host.Board.Signal("out of the turn");
        Assert.Equal("", await ways);
    }

    [Fact]
    public async Task Task_StartedWithinACall_RunsInATurn()
        => Assert.True(await _host.Grains.GetGrain<ITurnGrain>("starter").StartedTaskRunsInATurn());

    [Fact]
    public async Task Reentrant_CallsInterleaveAtTheirAwaits()
    {
        var grain = _host.Grains.GetGrain<IReentrantGrain>("r");
        var first = grain.Hold("a");
        await _host.Board.Signalled("in a");
        var second = grain.Hold("b");
        await _host.Board.Signalled("in b");
        _host.Board.Signal("go b");
        await second;
        Assert.False(first.IsCompleted);
        _host.Board.Signal("go a");
        await first;
    }

    [Fact]
    public async Task Fail_AfterAnAwait_CarriesTheExceptionToTheCaller()
    {
        var error = await Assert.ThrowsAsync<InvalidDataException>(() => _host.Grains.GetGrain<ITurnGrain>("f").Fail("bad row 17"));
        Assert.Equal("bad row 17", error.Message);
    }

    [Fact]
    public async Task Fail_BeforeAnyAwait_CarriesTheExceptionToTheCallerAndLeavesTheGrainAlive()
    {
        var grain = _host.Grains.GetGrain<ITurnGrain>("f");
        var before = await grain.Activation();
        await Assert.ThrowsAsync<InvalidDataException>(() => grain.FailAtOnce("now"));
        Assert.Equal(before, await grain.Activation());
    }

    [Fact]
    public async Task OneWay_ReturnsAtOnceAndRunsInItsTurn()
    {
        var grain = _host.Grains.GetGrain<ITurnGrain>("w");
        var hold = grain.Hold("a");
        await _host.Board.Signalled("in a");
        await grain.Tell("told");
        Assert.DoesNotContain("told", _host.Board.Notes);
        _host.Board.Signal("go a");
        await hold;
        await _host.Board.Signalled("told");
        Assert.Equal(["enter a", "leave a", "told"], _host.Board.Notes);
    }

    [Fact]
    public async Task OneWay_ThatFails_DoesNotReachTheCaller()
    {
        var grain = _host.Grains.GetGrain<ITurnGrain>("w2");
        await grain.TellAndFail();
        await _host.Board.Signalled("about to fail");
        Assert.Equal("w2", await grain.Key());
    }

    [Fact]
    public async Task Arguments_OfManyTypes_Arrive()
    {
        var grain = _host.Grains.GetGrain<ITurnGrain>("args");
        Assert.StartsWith("7 null 2", await grain.Describe(7, null, [1.5, double.NaN], CancellationToken.None), StringComparison.Ordinal);
    }

    [Fact]
    public async Task AsReference_OfAGrain_CallsThatGrain()
    {
        var grain = _host.Grains.GetGrain<ITurnGrain>("ключ/with slash");
        var self = await grain.Self();
        Assert.Equal("ключ/with slash", await self.Key());
        Assert.Equal(grain.GetGrainId(), self.GetGrainId());
        Assert.Equal("ключ/with slash", self.GetPrimaryKeyString());
        Assert.Equal("ключ/with slash", await _host.Grains.GetGrain<ITurnGrain>("x").CallBack(self));
    }
}
