using System.Runtime.CompilerServices;
using GrainRuntime.Tests.Hosting;
using Microsoft.Extensions.DependencyInjection;

namespace GrainRuntime.Tests.Runtime;

/// <summary>What is over must not be kept by what goes on: a token of the whole process, a reference in a field.</summary>
public sealed class MemoryTests : IAsyncLifetime
{
    private readonly ManualTime _time = new();
    private readonly CancellationTokenSource _process = new();
    private TestHost _host = null!;

    public async Task InitializeAsync() => _host = await TestHost.StartAsync(silo => silo.Services.AddSingleton<TimeProvider>(_time));

    public async Task DisposeAsync()
    {
        await _host.DisposeAsync();
        _process.Dispose();
    }

    [Theory]
    [InlineData(nameof(IKeepGrain.Take))]
    [InlineData(nameof(IKeepGrain.FailAtOnce))]
    [InlineData(nameof(IKeepGrain.FailLater))]
    public async Task Call_ThatIsOver_IsNotKeptByItsToken(string method)
    {
        var argument = await CallAsync(_host.Grains.GetGrain<IKeepGrain>("k"), method);
        AssertIsCollected(argument);
    }

    [Fact]
    public async Task Call_ThatTimedOutWhileItWaited_IsNotKeptByItsToken()
    {
        var grain = _host.Grains.GetGrain<IKeepGrain>("t");
        var hold = grain.Hold();
        await _host.Board.Signalled("holding");
        var argument = await TimeOutAsync(grain);
        await Assert.ThrowsAsync<TimeoutException>(() => hold);
        _host.Board.Signal("go on");
        await grain.Take(new object(), default);
        AssertIsCollected(argument);
    }

    [Fact]
    public async Task Grain_ThatHasEnded_IsNotKeptByItsReferences()
    {
        var grain = _host.Grains.GetGrain<IKeepGrain>("e");
        var ended = await EndAsync(grain);
        AssertIsCollected(ended);
        Assert.NotNull(grain);
        GC.KeepAlive(grain);
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private async Task<WeakReference> CallAsync(IKeepGrain grain, string method)
    {
        var argument = new object();
        var call = method switch
        {
            nameof(IKeepGrain.Take) => grain.Take(argument, _process.Token),
            nameof(IKeepGrain.FailAtOnce) => grain.FailAtOnce(argument, _process.Token),
            _ => grain.FailLater(argument, _process.Token),
        };
        await call.ContinueWith(static _ => { }, TaskScheduler.Default);

        // The turn of the call is over when the next one has been answered.
        await grain.Take(new object(), default);
        return new WeakReference(argument);
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private async Task<WeakReference> TimeOutAsync(IKeepGrain grain)
    {
        var argument = new object();
        var call = grain.Take(argument, _process.Token);
        _time.Advance(TimeSpan.FromMinutes(1));
        await Assert.ThrowsAsync<TimeoutException>(() => call);
        return new WeakReference(argument);
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static async Task<WeakReference> EndAsync(IKeepGrain grain)
    {
        var ended = await grain.EndAndTell();
        await ended.Ended;
        return ended.Grain;
    }

    /// <summary>A thread of the pool may hold on to what it ran last, so it is given something else.</summary>
    private void AssertIsCollected(WeakReference reference)
    {
        for (var attempt = 0; attempt < 50 && reference.IsAlive; attempt++)
        {
            _host.Grains.GetGrain<IKeepGrain>("other").Take(new object(), default).GetAwaiter().GetResult();
            GC.Collect();
            GC.WaitForPendingFinalizers();
        }

        Assert.False(reference.IsAlive);
    }
}
