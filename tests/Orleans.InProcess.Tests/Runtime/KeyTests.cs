using GrainRuntime.Tests.Hosting;
using GrainRuntime.Tests.Semantics.Grains;
using Microsoft.Extensions.DependencyInjection;
using Orleans.Storage;

namespace GrainRuntime.Tests.Runtime;

/// <summary>Whatever becomes of one activation, its key can be called again and others are not touched.</summary>
public sealed class KeyTests : IAsyncLifetime
{
    private readonly ManualTime _time = new();
    private TestHost _host = null!;

    public async Task InitializeAsync() => _host = await TestHost.StartAsync(silo => silo.Services
        .AddSingleton<TimeProvider>(_time)
        .AddSingleton<LifeLog>()
        .AddScoped<ScopedThing>());

    public async Task DisposeAsync() => await _host.DisposeAsync();

    [Fact]
    public async Task Conflict_InOnActivate_EndsNoneButThatActivation()
    {
        var caller = _host.Grains.GetGrain<IConflictGrain>("caller");
        var before = await caller.Activation();
        await Assert.ThrowsAsync<InconsistentStateException>(() => caller.ActivationOf(_host.Grains.GetGrain<IConflictGrain>("conflict")));
        Assert.Equal(before, await caller.Activation());
    }

    [Fact]
    public async Task Disposal_ThatFails_ClosesTheScopeAllTheSame()
    {
        var log = _host.Services.GetRequiredService<LifeLog>();
        log.FailingToEnd["bad"] = "will not go";
        var grain = _host.Grains.GetGrain<ILifeGrain>("bad");
        var before = await grain.Scope();
        await grain.End();
        Assert.NotEqual(before, await grain.Scope());
        Assert.Equal([before], log.ClosedScopes);
    }

    [Fact]
    public async Task Disposal_ThatNeverEnds_IsGivenUp()
    {
        var grain = _host.Grains.GetGrain<IConflictGrain>("stuck");
        var before = await grain.Activation();
        await grain.End();
        await _host.Board.Signalled("disposing stuck");
        var next = grain.Activation();
        while (!next.IsCompleted)
        {
            _time.Advance(TimeSpan.FromSeconds(1));
            await Task.Yield();
        }

        Assert.NotEqual(before, await next);
    }

    [Fact]
    public async Task Call_OfAnIdNobodyImplements_FailsAsACallDoes()
    {
        var grain = _host.Grains.GetGrain<ITurnGrain>(GrainId.Create("nothing", "k"));
        var call = grain.Key();
        var error = await Assert.ThrowsAsync<ArgumentException>(() => call);
        Assert.Contains("nothing", error.Message, StringComparison.Ordinal);
    }
}
