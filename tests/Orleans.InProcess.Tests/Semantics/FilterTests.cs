using GrainRuntime.Tests.Hosting;
using GrainRuntime.Tests.Semantics.Grains;
using Orleans.Hosting;

namespace GrainRuntime.Tests.Semantics;

public sealed class FilterTests : IAsyncLifetime
{
    private TestHost _host = null!;

    public async Task InitializeAsync() => _host = await TestHost.StartAsync(silo => silo.AddIncomingGrainCallFilter(Around));

    public async Task DisposeAsync() => await _host.DisposeAsync();

    [Fact]
    public async Task Filters_SeeTheCallAndMayChangeArgumentsAndResult()
    {
        Assert.Equal(1030, await _host.Grains.GetGrain<IFilteredGrain>("f").Add(2, 3));
        Assert.Equal(["host Add f 2 FilteredGrain", "own Add"], _host.Board.Notes);
    }

    [Fact]
    public async Task Filters_OfACallWithoutResult_SeeNull()
    {
        await _host.Grains.GetGrain<IFilteredGrain>("t").Touch("it");
        Assert.Equal(["host Touch t 1 FilteredGrain", "own Touch", "touched it", "host Touch null"], _host.Board.Notes);
    }

    [Fact]
    public async Task Filters_MaySwallowAnException()
        => Assert.Equal(-1, await _host.Grains.GetGrain<IFilteredGrain>("e").Fail());

    private async Task Around(IIncomingGrainCallContext context)
    {
        if (context.Grain is not FilteredGrain grain)
        {
            await context.Invoke();
            return;
        }

        _host.Board.Note(
            $"host {context.MethodName} {grain.GetPrimaryKeyString()} {context.Request.GetArgumentCount()} {context.ImplementationMethod.DeclaringType!.Name}");
        if (context.MethodName == nameof(IFilteredGrain.Add))
        {
            context.Request.SetArgument(0, (int)context.Request.GetArgument(0)! + 98);
        }

        try
        {
            await context.Invoke();
        }
        catch (InvalidDataException)
        {
            context.Result = -1;
        }

        if (context.Result is null)
        {
            _host.Board.Note($"host {context.MethodName} null");
        }
    }
}
