using GrainRuntime.Tests.Hosting;
using GrainRuntime.Tests.Semantics.Grains;

namespace GrainRuntime.Tests.Semantics;

public sealed class StatelessWorkerTests : IAsyncLifetime
{
    private TestHost _host = null!;

    public async Task InitializeAsync() => _host = await TestHost.StartAsync();

    public async Task DisposeAsync() => await _host.DisposeAsync();

    [Fact]
    public async Task Calls_UpToTheLimit_RunBesideEachOther()
    {
        var worker = _host.Grains.GetGrain<IWorkerGrain>("w");
        var first = worker.Hold("a");
        await _host.Board.Signalled("in a");
        var second = worker.Hold("b");
        await _host.Board.Signalled("in b");
        var third = worker.Hold("c");
        _host.Board.Signal("go c");
        Assert.DoesNotContain("enter c", _host.Board.Notes);
        _host.Board.Signal("go a");
        _host.Board.Signal("go b");
        var workers = await Task.WhenAll(first, second, third);
        Assert.Equal(2, workers.Distinct(StringComparer.Ordinal).Count());
    }
}
