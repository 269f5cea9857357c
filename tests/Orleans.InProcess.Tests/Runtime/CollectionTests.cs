using GrainRuntime.Tests.Hosting;
using GrainRuntime.Tests.Semantics.Grains;
using Microsoft.Extensions.DependencyInjection;
using Orleans.Configuration;
using Orleans.Hosting;

namespace GrainRuntime.Tests.Runtime;

public sealed class CollectionTests : IAsyncLifetime
{
    private static readonly TimeSpan Minute = TimeSpan.FromMinutes(1);

    private readonly ManualTime _time = new();
    private readonly ManualTime _timerTime = new();
    private TestHost _host = null!;

    public async Task InitializeAsync() => _host = await TestHost.StartAsync(silo =>
    {
        silo.Services.AddSingleton<TimeProvider>(_time);
        silo.Services.AddKeyedSingleton<TimeProvider>(TimeProviderNames.Grains, _timerTime);
        silo.Configure<GrainCollectionOptions>(options => options.CollectionAge = 10 * Minute);
    });

    public async Task DisposeAsync() => await _host.DisposeAsync();

    [Fact]
    public async Task Grain_NotCalledForItsAge_EndsAndComesBack()
    {
        var grain = _host.Grains.GetGrain<ITurnGrain>("idle");
        var before = await grain.Activation();
        _time.Advance(9 * Minute);
        Assert.Equal(before, await grain.Activation());
        _time.Advance(9 * Minute);
        Assert.Equal(before, await grain.Activation());
        _time.Advance(12 * Minute);
        await _host.Board.Signalled("ended idle");
        Assert.Equal(["end idle ActivationIdle"], _host.Board.Notes);
        Assert.NotEqual(before, await grain.Activation());
    }

    [Fact]
    public async Task Grain_WithATimer_EndsAllTheSame()
    {
        var grain = _host.Grains.GetGrain<ITimedGrain>("timed");
        await grain.Start(Minute, Minute, held: 0, interleave: false);
        var ended = _host.Board.Signalled("ended timed");

        // A tick that runs just when idle grains are looked for puts the end off to the next look.
        for (var minute = 1; minute <= 30 && !ended.IsCompleted; minute++)
        {
            _timerTime.Advance(Minute);
            await Task.WhenAny(ended, _timerTime.ArmedWithin(Minute));
            _time.Advance(Minute);
        }

        await ended;
        Assert.Equal(0, await grain.Ticks());
    }

    [Fact]
    public async Task Grain_WithATimerThatKeepsItAlive_Stays()
    {
        var grain = _host.Grains.GetGrain<ITickGrain>("kept");
        var before = await grain.Activation();
        await grain.StartKeepAlive(Minute, Minute);
        for (var minute = 1; minute <= 30; minute++)
        {
            _timerTime.Advance(Minute);
            await _timerTime.ArmedWithin(Minute);
            _time.Advance(Minute);
        }

        Assert.Equal(before, await grain.Activation());
        Assert.False(_host.Board.Signalled("ended kept ActivationIdle").IsCompleted);
    }

    [Fact]
    public async Task Grain_WhoseCallRuns_IsNotCollected()
    {
        var grain = _host.Grains.GetGrain<ITurnGrain>("busy");
        await grain.Tell("told");
        var hold = grain.HoldBeside("a");
        await _host.Board.Signalled("in a");
        var before = grain.Peek();
        Assert.Equal(1, await before);
        _time.Advance(60 * Minute);
        Assert.Equal(1, await grain.Peek());
        _host.Board.Signal("go a");
        await Assert.ThrowsAsync<TimeoutException>(() => hold);
    }
}
