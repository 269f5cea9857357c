using GrainRuntime.Tests.Hosting;
using GrainRuntime.Tests.Semantics.Grains;

namespace GrainRuntime.Tests.Semantics;

public sealed class RequestContextTests : IAsyncLifetime
{
    private TestHost _host = null!;

    public async Task InitializeAsync() => _host = await TestHost.StartAsync();

    public async Task DisposeAsync() => await _host.DisposeAsync();

    [Fact]
    public async Task Value_SetByTheCaller_TravelsToTheGrainAndOn()
    {
        RequestContext.Set("who", "ada");
        Assert.Equal("ada", await _host.Grains.GetGrain<IContextGrain>("a").Read("who"));
        Assert.Equal("ada", await _host.Grains.GetGrain<IContextGrain>("a").ReadBy(_host.Grains.GetGrain<IContextGrain>("b"), "who"));
        Assert.Equal("ada", await _host.Grains.GetGrain<IContextGrain>("c").ReadWhatActivationSaw());
    }

    [Fact]
    public async Task Value_SetByTheGrain_DoesNotComeBackNorReachTheNextCall()
    {
        var grain = _host.Grains.GetGrain<IContextGrain>("set");
        await grain.Set("left", "behind");
        Assert.Null(RequestContext.Get("left"));
        Assert.Null(await grain.Read("left"));
    }

    [Fact]
    public async Task Value_ChangedOnTheWay_ReachesTheNextGrainOnly()
    {
        RequestContext.Set("who", "ada");
        var other = _host.Grains.GetGrain<IContextGrain>("next");
        Assert.Equal("bob", await _host.Grains.GetGrain<IContextGrain>("changes").ChangeAndReadBy(other, "who", "bob"));
        Assert.Equal("ada", RequestContext.Get("who"));
        Assert.Equal("ada", await other.Read("who"));
    }

    [Fact]
    public async Task Remove_AndClear_TakeValuesBack()
    {
        RequestContext.Set("a", 1);
        RequestContext.Set("b", 2);
        Assert.True(RequestContext.Remove("a"));
        Assert.False(RequestContext.Remove("a"));
        Assert.Equal(["b"], RequestContext.Keys);
        RequestContext.Clear();
        Assert.Empty(RequestContext.Keys);
        Assert.Null(await _host.Grains.GetGrain<IContextGrain>("n").Read("b"));
    }
}
