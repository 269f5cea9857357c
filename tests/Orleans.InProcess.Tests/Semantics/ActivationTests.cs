using Microsoft.Extensions.DependencyInjection;
using GrainRuntime.Tests.Hosting;
using GrainRuntime.Tests.Semantics.Grains;

namespace GrainRuntime.Tests.Semantics;

public sealed class ActivationTests : IAsyncLifetime
{
    private TestHost _host = null!;

    private LifeLog Log => _host.Services.GetRequiredService<LifeLog>();

    public async Task InitializeAsync() => _host = await TestHost.StartAsync(silo =>
    {
        silo.Services.AddSingleton<LifeLog>();
        silo.Services.AddScoped<ScopedThing>();
        silo.Services.AddSingleton(TimeProvider.System);
    });

    public async Task DisposeAsync() => await _host.DisposeAsync();

    [Fact]
    public async Task FirstCalls_AtTheSameTime_MeetOneActivation()
    {
        var start = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var calls = Enumerable.Range(0, 64).Select(async _ =>
        {
            await start.Task;
            return await _host.Grains.GetGrain<ILifeGrain>("crowd").Scope();
        }).ToArray();
        start.SetResult();
        Assert.Single((await Task.WhenAll(calls)).Distinct());
        Assert.Equal(1, Log.Activations("crowd"));
    }

    [Fact]
    public async Task Key_OfAnother_IsAnotherActivation()
        => Assert.NotEqual(await _host.Grains.GetGrain<ILifeGrain>("a").Scope(), await _host.Grains.GetGrain<ILifeGrain>("A").Scope());

    [Fact]
    public async Task Constructor_IsGivenTheServicesOfItsOwnScope()
        => Assert.True(await _host.Grains.GetGrain<ILifeGrain>("scope").ScopeIsItsOwn());

    [Fact]
    public async Task FailedActivation_FailsItsCallersAndLeavesTheKeyUsable()
    {
        Log.Failing["k"] = "not today";
        var grain = _host.Grains.GetGrain<ILifeGrain>("k");
        var calls = Enumerable.Range(0, 5).Select(_ => grain.Scope()).ToArray();
        foreach (var call in calls)
        {
            Assert.Equal("not today", (await Assert.ThrowsAsync<InvalidDataException>(() => call)).Message);
        }

        Log.Failing.Clear();
        var failures = Log.Activations("k");
        Assert.NotEqual(Guid.Empty, await grain.Scope());
        Assert.Equal(failures + 1, Log.Activations("k"));
    }

    [Fact]
    public async Task FailedConstructor_FailsItsCallers()
    {
        var grain = _host.Grains.GetGrain<INeedyGrain>("n");
        var error = await Assert.ThrowsAnyAsync<Exception>(grain.Ping);
        Assert.Contains(nameof(INeedyGrain.IMissing), error.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task End_ThenCall_MeetsANewActivationInANewScope()
    {
        var grain = _host.Grains.GetGrain<ILifeGrain>("again");
        var before = await grain.Scope();
        await grain.End();
        var after = await grain.Scope();
        Assert.NotEqual(before, after);
        Assert.Equal([before], Log.ClosedScopes);
        Assert.Equal(2, Log.Activations("again"));
    }

    [Fact]
    public async Task End_AskedForWhileTheActivationBegins_MovesTheCallToTheNextOne()
    {
        Log.EndingAtOnce["early"] = 1;
        Assert.NotEqual(Guid.Empty, await _host.Grains.GetGrain<ILifeGrain>("early").Scope());
        Assert.Equal(2, Log.Activations("early"));
        Assert.DoesNotContain("early", Log.Ended);
    }

    [Fact]
    public async Task End_AskedForByEveryActivationThatBegins_RefusesTheCallInTheEnd()
    {
        Log.EndingAtOnce["never"] = int.MaxValue;
        await Assert.ThrowsAsync<OrleansMessageRejectionException>(_host.Grains.GetGrain<ILifeGrain>("never").Scope);
        Assert.Equal(3, Log.Activations("never"));
        Log.EndingAtOnce["never"] = 0;
        Assert.NotEqual(Guid.Empty, await _host.Grains.GetGrain<ILifeGrain>("never").Scope());
    }

    [Fact]
    public async Task End_ThatFails_LeavesTheKeyUsable()
    {
        Log.FailingToEnd["bad"] = "will not go";
        var grain = _host.Grains.GetGrain<ILifeGrain>("bad");
        var before = await grain.Scope();
        await grain.End();
        Assert.NotEqual(before, await grain.Scope());
        Assert.Equal(["bad"], Log.Ended);
    }

    [Fact]
    public async Task GetGrain_OfAnInterfaceNobodyImplements_SaysSo()
    {
        var error = await Assert.ThrowsAsync<ArgumentException>(() => _host.Grains.GetGrain<IUnknownGrain>("u").Ping());
        Assert.Contains("unknown", error.Message, StringComparison.OrdinalIgnoreCase);
    }

    [Theory]
    [InlineData("")]
    [InlineData("  ")]
    [InlineData(null)]
    public void GetGrain_WithoutAKey_IsRefused(string? key)
        => Assert.ThrowsAny<ArgumentException>(() => _host.Grains.GetGrain<ILifeGrain>(key!));
}
