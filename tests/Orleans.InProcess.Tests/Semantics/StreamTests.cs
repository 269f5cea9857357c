using GrainRuntime.Tests.Hosting;
using GrainRuntime.Tests.Semantics.Grains;
using Orleans.Streams;

namespace GrainRuntime.Tests.Semantics;

public sealed class StreamTests : IAsyncLifetime
{
    private TestHost _host = null!;

    public async Task InitializeAsync() => _host = await TestHost.StartAsync();

    public async Task DisposeAsync() => await _host.DisposeAsync();

    [Fact]
    public async Task Item_ActivatesTheGrainOfTheStreamsKeyAndComesInOrder()
    {
        var stream = Numbers("k");
        foreach (var number in Enumerable.Range(1, 20))
        {
            await stream.OnNextAsync(number);
        }

        await _host.Board.Signalled("k got 20");
        Assert.Equal(Enumerable.Range(1, 20).Select(i => $"k {i}"), _host.Board.Notes);
    }

    [Fact]
    public async Task Item_OfAnotherNamespace_DoesNotReachTheGrain()
    {
        await _host.Client.GetStreamProvider(TestHost.Streams).GetStream<int>(StreamId.Create("letters", "o")).OnNextAsync(1);
        await Numbers("o").OnNextAsync(2);
        await _host.Board.Signalled("o got 2");
        Assert.Equal(["o 2"], _host.Board.Notes);
    }

    [Fact]
    public async Task Item_ForAGrainThatHasEnded_ActivatesItAgain()
    {
        await Numbers("e").OnNextAsync(1);
        await _host.Board.Signalled("e got 1");
        await _host.Grains.GetGrain<INudgedGrain>("e").End();
        await Numbers("e").OnNextAsync(2);
        await _host.Board.Signalled("e got 2");
    }

    [Fact]
    public async Task Item_WhileACallRuns_WaitsItsTurn()
    {
        var grain = _host.Grains.GetGrain<INudgedGrain>("t");
        var hold = grain.Hold("a");
        await _host.Board.Signalled("in a");
        await Numbers("t").OnNextAsync(1);
        _host.Board.Signal("go a");
        await hold;
        await _host.Board.Signalled("t got 1");
        Assert.Equal(["t 1"], _host.Board.Notes);
    }

    [Fact]
    public async Task Nudge_FromGrainToGrain_Arrives()
    {
        await _host.Grains.GetGrain<INudgedGrain>("from").Nudge("to", 5);
        await _host.Board.Signalled("to got 5");
    }

    [Fact]
    public async Task Subscribe_ThenUnsubscribe_EndsTheDelivery()
    {
        var listener = _host.Grains.GetGrain<IListenerGrain>("l");
        var other = _host.Grains.GetGrain<IListenerGrain>("m");
        await listener.Subscribe("s");
        await other.Subscribe("s");
        var stream = _host.Client.GetStreamProvider(TestHost.Streams).GetStream<string>(StreamId.Create("words", "s"));
        await stream.OnNextAsync("one");
        await _host.Board.Signalled("l got one");
        await _host.Board.Signalled("m got one");
        Assert.Equal(1, await listener.Subscriptions("s"));
        await listener.Unsubscribe("s");
        Assert.Equal(0, await listener.Subscriptions("s"));
        await stream.OnNextAsync("two");
        await _host.Board.Signalled("m got two");
        Assert.DoesNotContain("l two", _host.Board.Notes);
    }

    [Fact]
    public async Task Item_ThatFails_ComesAgain()
    {
        await Numbers("again").OnNextAsync(-1);
        await _host.Board.Signalled("again got -1");
        Assert.Equal(["again -1"], _host.Board.Notes);
    }

    [Fact]
    public async Task Unsubscribe_OfAnImplicitSubscription_LastsForTheActivationOnly()
    {
        await Numbers("u").OnNextAsync(1);
        await _host.Board.Signalled("u got 1");
        await _host.Grains.GetGrain<INudgedGrain>("u").Unsubscribe();
        await _host.Grains.GetGrain<INudgedGrain>("u").End();
        await Numbers("u").OnNextAsync(2);
        await _host.Board.Signalled("u got 2");
    }

    [Fact]
    public void GetStreamProvider_OfAnUnknownName_SaysSo()
        => Assert.Throws<KeyNotFoundException>(() => _host.Client.GetStreamProvider("elsewhere"));

    private IAsyncStream<int> Numbers(string key) => _host.Client.GetStreamProvider(TestHost.Streams).GetStream<int>(StreamId.Create("numbers", key));
}
