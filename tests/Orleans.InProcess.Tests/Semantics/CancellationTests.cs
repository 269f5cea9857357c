using GrainRuntime.Tests.Hosting;
using GrainRuntime.Tests.Semantics.Grains;

namespace GrainRuntime.Tests.Semantics;

public sealed class CancellationTests : IAsyncLifetime
{
    private TestHost _host = null!;

    public async Task InitializeAsync() => _host = await TestHost.StartAsync();

    public async Task DisposeAsync() => await _host.DisposeAsync();

    [Fact]
    public async Task Cancel_WhileTheCallRuns_ReachesTheGrainAndTheCaller()
    {
        using var source = new CancellationTokenSource();
        var call = _host.Grains.GetGrain<ITurnGrain>("c").WaitForCancellation(source.Token);
        await _host.Board.Signalled("waiting");
        await source.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => call);
        await _host.Board.Signalled("grain saw it");
    }

    [Fact]
    public async Task Call_WithACancelledToken_IsCancelled()
        => await Assert.ThrowsAnyAsync<OperationCanceledException>(
            () => _host.Grains.GetGrain<ITurnGrain>("c2").WaitForCancellation(new CancellationToken(canceled: true)));

    [Fact]
    public async Task Cancel_WhileTheCallWaits_AnswersAtOnceAndTheGrainGoesOn()
    {
        using var source = new CancellationTokenSource();
        var grain = _host.Grains.GetGrain<ITurnGrain>("queued");
        var hold = grain.Hold("a");
        await _host.Board.Signalled("in a");
        var call = grain.WaitForCancellation(source.Token);
        await source.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => call);
        Assert.Equal(1, await grain.Peek());
        _host.Board.Signal("go a");
        await hold;

        // A cluster may still run the call, with its token cancelled, if its cancellation comes after its turn.
        Assert.Equal("queued", await grain.Key());
    }

    [Fact]
    public async Task Token_OfACallThatIsNotCancelled_CanBe()
    {
        using var source = new CancellationTokenSource();
        Assert.Equal("1 x 0 cancellable", await _host.Grains.GetGrain<ITurnGrain>("c3").Describe(1, "x", [], source.Token));
    }
}
