using GrainRuntime.Tests.Hosting;
using GrainRuntime.Tests.Semantics.Grains;
using Microsoft.Extensions.DependencyInjection;

namespace GrainRuntime.Tests.Semantics;

public sealed class TimerTests : IAsyncLifetime
{
    private static readonly TimeSpan Second = TimeSpan.FromSeconds(1);

    private readonly ManualTime _time = new();
    private TestHost _host = null!;

    public async Task InitializeAsync()
        => _host = await TestHost.StartAsync(silo => silo.Services.AddKeyedSingleton<TimeProvider>(TimeProviderNames.Grains, _time));

    public async Task DisposeAsync() => await _host.DisposeAsync();

    [Fact]
    public async Task Timer_TicksAfterItsDueTimeThenEachPeriod_AndOutlivesAFailure()
    {
        var grain = _host.Grains.GetGrain<ITimedGrain>("t");
        await grain.Start(5 * Second, Second, held: 0, interleave: false);
        _time.Advance(4 * Second);
        Assert.Equal(0, await grain.Ticks());
        _time.Advance(Second);
        await _host.Board.Signalled("tick 1");
        for (var tick = 2; tick <= 4; tick++)
        {
            Assert.Equal(tick - 1, await grain.Ticks());
            await _time.ArmedWithin(Second);
            _time.Advance(Second);
            await _host.Board.Signalled($"tick {tick}");
        }
    }

    [Fact]
    public async Task Tick_TakesATurn_SoThatCallsWaitForIt()
    {
        var grain = _host.Grains.GetGrain<ITimedGrain>("turn");
        await grain.Start(Second, Timeout.InfiniteTimeSpan, held: 1, interleave: false);
        _time.Advance(Second);
        await _host.Board.Signalled("tick 1");
        var call = grain.Ticks();
        Assert.Equal(1, await grain.Peek());
        Assert.False(call.IsCompleted);
        _host.Board.Signal("go tick 1");
        Assert.Equal(1, await call);
        Assert.Equal(["end of tick 1"], _host.Board.Notes);
    }

    [Fact]
    public async Task Tick_ThatInterleaves_LetsCallsRunBesideIt()
    {
        var grain = _host.Grains.GetGrain<ITimedGrain>("beside");
        await grain.Start(Second, Timeout.InfiniteTimeSpan, held: 1, interleave: true);
        _time.Advance(Second);
        await _host.Board.Signalled("tick 1");
        Assert.Equal(1, await grain.Ticks());
        _host.Board.Signal("go tick 1");
    }

    [Fact]
    public async Task Ticks_OfASlowCallback_DoNotOverlapNorGather()
    {
        var grain = _host.Grains.GetGrain<ITimedGrain>("slow");
        await grain.Start(Second, Second, held: 1, interleave: true);
        _time.Advance(Second);
        await _host.Board.Signalled("tick 1");
        _time.Advance(10 * Second);
        Assert.Equal(1, await grain.Ticks());
        _host.Board.Signal("go tick 1");
        await _time.ArmedWithin(Second);
        Assert.Equal(1, await grain.Ticks());
        _time.Advance(Second);
        await _host.Board.Signalled("tick 2");
    }

    [Fact]
    public async Task Dispose_StopsTheTimer()
    {
        var grain = _host.Grains.GetGrain<ITimedGrain>("stop");
        await grain.Start(Second, Second, held: 0, interleave: false);
        await grain.Stop();
        _time.Advance(10 * Second);
        Assert.Equal(0, await grain.Ticks());
    }

    [Fact]
    public async Task Change_SetsTheTimerAnew()
    {
        var grain = _host.Grains.GetGrain<ITimedGrain>("change");
        await grain.Start(Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan, held: 0, interleave: false);
        _time.Advance(100 * Second);
        Assert.Equal(0, await grain.Ticks());
        await grain.Change(2 * Second, Timeout.InfiniteTimeSpan);
        _time.Advance(2 * Second);
        await _host.Board.Signalled("tick 1");
    }

    [Fact]
    public async Task Change_WithinATick_CountsFromTheEndOfTheTick()
    {
        var grain = _host.Grains.GetGrain<ITickGrain>("within");
        await grain.StartChange(Second, 5 * Second, Second);
        _time.Advance(Second);
        await _host.Board.Signalled("changed");
        _time.Advance(4 * Second);
        _host.Board.Signal("go on");
        await _host.Board.Signalled("tick 1");
        await _time.ArmedWithin(5 * Second);
        _time.Advance(4 * Second);
        await grain.Activation();
        Assert.False(_host.Board.Signalled("tick 2").IsCompleted);
        _time.Advance(Second);
        await _host.Board.Signalled("tick 2");
        await _time.ArmedWithin(Second);
        _time.Advance(Second);
        await _host.Board.Signalled("tick 3");
    }

    [Fact]
    public async Task Change_AfterDispose_LeavesTheTimerStopped()
    {
        var grain = _host.Grains.GetGrain<ITimedGrain>("disposed");
        await grain.Start(Second, Second, held: 0, interleave: false);
        await grain.Stop();
        await grain.Change(Second, Second);
        _time.Advance(10 * Second);
        Assert.Equal(0, await grain.Ticks());
    }

    [Fact]
    public async Task Tick_ThatMeetsAConflictOfStates_EndsTheActivation()
    {
        var grain = _host.Grains.GetGrain<ITickGrain>("conflict");
        var before = await grain.Activation();
        await grain.StartConflict(Second);
        _time.Advance(Second);
        await _host.Board.Signalled("ended conflict ApplicationError");
        Assert.NotEqual(before, await grain.Activation());
    }

    [Fact]
    public async Task Tick_SeesNothingOfTheCallThatStartedTheTimer()
    {
        RequestContext.Set("who", "ada");
        await _host.Grains.GetGrain<ITickGrain>("look").StartLook(Second);
        RequestContext.Clear();
        _time.Advance(Second);
        Assert.Equal(["who: nobody"], await _host.Board.Noted());
    }

    [Fact]
    public async Task End_WhenACallbackOfATimersTokenFails_LeavesTheKeyUsable()
    {
        var grain = _host.Grains.GetGrain<ITickGrain>("bad");
        var before = await grain.Activation();
        await grain.StartBadCancellation(Second);
        _time.Advance(Second);
        await _host.Board.Signalled("ticked");
        await grain.End();
        Assert.NotEqual(before, await grain.Activation());
    }

    [Theory]
    [InlineData(-2, 1_000)]
    [InlineData(1_000, -2)]
    [InlineData(1_000, 4_294_967_295)]
    [InlineData(4_294_967_295, 1_000)]
    public async Task Start_WithATimeThatTimersDoNotTake_IsRefused(long dueMilliseconds, long periodMilliseconds)
    {
        var grain = _host.Grains.GetGrain<ITickGrain>("range");
        await Assert.ThrowsAnyAsync<ArgumentException>(
            () => grain.Start(TimeSpan.FromMilliseconds(dueMilliseconds), TimeSpan.FromMilliseconds(periodMilliseconds)));
    }

    [Fact]
    public async Task End_StopsTheTimersOfTheActivation()
    {
        var grain = _host.Grains.GetGrain<ITimedGrain>("end");
        await grain.Start(Second, Second, held: 0, interleave: false);
        await grain.End();
        Assert.Equal(0, await grain.Ticks());
        _time.Advance(10 * Second);
        Assert.Equal(0, await grain.Ticks());
        Assert.Empty(_host.Board.Notes);
    }
}
