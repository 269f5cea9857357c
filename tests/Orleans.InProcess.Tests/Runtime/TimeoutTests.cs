using GrainRuntime.Tests.Hosting;
using GrainRuntime.Tests.Semantics.Grains;
using Microsoft.Extensions.DependencyInjection;

namespace GrainRuntime.Tests.Runtime;

public sealed class TimeoutTests : IAsyncLifetime
{
    private readonly ManualTime _time = new();
    private TestHost _host = null!;

    public async Task InitializeAsync() => _host = await TestHost.StartAsync(silo => silo.Services.AddSingleton<TimeProvider>(_time));

    public async Task DisposeAsync() => await _host.DisposeAsync();

    [Fact]
    public async Task Call_NotAnsweredInTime_FailsAndTheGrainGoesOn()
    {
        var grain = _host.Grains.GetGrain<ITurnGrain>("slow");
        var hold = grain.Hold("a");
        await _host.Board.Signalled("in a");
        _time.Advance(TimeSpan.FromSeconds(29));
        Assert.False(hold.IsCompleted);
        _time.Advance(TimeSpan.FromSeconds(5));
        var error = await Assert.ThrowsAsync<TimeoutException>(() => hold);
        Assert.Equal("ITurnGrain.Hold of turn/slow has not answered within 00:00:30: the call is running.", error.Message);
        _host.Board.Signal("go a");
        Assert.Equal(1, await grain.Increment());
    }

    [Fact]
    public async Task Calls_InACircle_EndInATimeoutThatNamesWhatIsInTheWay()
    {
        var a = _host.Grains.GetGrain<ICircleGrain>("a");
        var circle = a.CallThrough(_host.Grains.GetGrain<ICircleGrain>("b"));
        await _host.Board.Signalled("b calls back");
        await WaitUntilItWaits();
        _time.Advance(TimeSpan.FromSeconds(40));
        var error = await Assert.ThrowsAsync<TimeoutException>(() => circle);
        Assert.Contains("circle/", error.Message, StringComparison.Ordinal);
        Assert.Equal(
            "ICircleGrain.Ping of circle/a has not answered within 00:00:30: the call waits behind ICircleGrain.CallThrough which is running.",
            (await _host.Board.Noted()).Single());
    }

    [Fact]
    public async Task Call_WithATimeoutOfItsOwn_FailsByIt()
    {
        var grain = _host.Grains.GetGrain<ICircleGrain>("own");
        var call = grain.WaitBriefly();
        await _host.Board.Signalled("waits briefly");
        _time.Advance(TimeSpan.FromSeconds(7));
        Assert.Contains("00:00:05", (await Assert.ThrowsAsync<TimeoutException>(() => call)).Message, StringComparison.Ordinal);
        _host.Board.Signal("enough");
    }

    /// <summary>The call back has been sent when its task exists; from then on the clock may move.</summary>
    private Task WaitUntilItWaits() => _host.Board.Signalled("call back sent");
}
