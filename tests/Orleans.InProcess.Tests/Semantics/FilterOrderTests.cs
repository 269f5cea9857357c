using GrainRuntime.Tests.Hosting;
using GrainRuntime.Tests.Semantics.Grains;
using Orleans.Hosting;

namespace GrainRuntime.Tests.Semantics;

public sealed class FilterOrderTests : IAsyncLifetime
{
    private TestHost _host = null!;

    public async Task InitializeAsync() => _host = await TestHost.StartAsync(silo => silo
        .AddIncomingGrainCallFilter<CallingFilter>()
        .AddIncomingGrainCallFilter(Inner));

    public async Task DisposeAsync() => await _host.DisposeAsync();

    [Fact]
    public async Task Filters_OfTheHost_RunInTheOrderTheyWereAddedAndThenTheGrainsOwn()
    {
        await _host.Grains.GetGrain<IFilteredGrain>("o").Touch("it");
        Assert.Equal(["outer knows calm", "inner Touch", "own Touch", "touched it", "inner done", "outer done"], _host.Board.Notes);
    }

    [Fact]
    public async Task Filter_ThatFails_FailsTheCallBeforeTheGrainSeesIt()
    {
        var error = await Assert.ThrowsAsync<UnauthorizedAccessException>(() => _host.Grains.GetGrain<IFilteredGrain>("refused").Touch("it"));
        Assert.Equal("not you", error.Message);
        Assert.DoesNotContain("touched it", _host.Board.Notes);
    }

    private async Task Inner(IIncomingGrainCallContext context)
    {
        if (context.Grain is not FilteredGrain grain)
        {
            await context.Invoke();
            return;
        }

        if (grain.GetPrimaryKeyString() == "refused")
        {
            throw new UnauthorizedAccessException("not you");
        }

        _host.Board.Note($"inner {context.MethodName}");
        await context.Invoke();
        _host.Board.Note("inner done");
    }

    /// <summary>A filter that calls a grain itself, so that it needs the grain factory to be made.</summary>
    internal sealed class CallingFilter(IGrainFactory grains, Board board) : IIncomingGrainCallFilter
    {
        public async Task Invoke(IIncomingGrainCallContext context)
        {
            if (context.Grain is not FilteredGrain)
            {
                await context.Invoke();
                return;
            }

            board.Note($"outer knows {await grains.GetGrain<ITurnGrain>("calm").Key()}");
            await context.Invoke();
            board.Note("outer done");
        }
    }
}
