using GrainRuntime.Tests.Hosting;
using GrainRuntime.Tests.Semantics.Grains;
using Microsoft.Extensions.DependencyInjection;
using Orleans.InProcess;

namespace GrainRuntime.Tests.Runtime;

/// <summary>A cancellation that crosses a call between its sending and its arrival.</summary>
public sealed class CrossingTests : IAsyncLifetime
{
    private TestHost _host = null!;

    public async Task InitializeAsync() => _host = await TestHost.StartAsync();

    public async Task DisposeAsync() => await _host.DisposeAsync();

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Call_CancelledOnItsWay_DoesNotRunOrRunsCancelled(bool oneWay)
    {
        using var source = new CancellationTokenSource();
        var grain = _host.Grains.GetGrain<ITurnGrain>("crossing");
        await grain.Key();
        var catalog = _host.Services.GetRequiredService<GrainCatalog>();
        var call = new Crossing(oneWay) { Token = source.Token };
        if (oneWay)
        {
            call.LetGo();
        }

        Assert.True(catalog.TryPrepare(call, grain.GetGrainId()));
        await source.CancelAsync();
        catalog.Dispatch(call);
        await grain.Key();
        Assert.Equal(oneWay ? true : null, call.SawCancelled);
        Assert.Equal(!oneWay, call.Answer.IsCanceled);
    }

    private sealed class Crossing(bool oneWay) : GrainVoidCall(new GrainMethod { Name = "cross", Interface = typeof(ITurnGrain), OneWay = oneWay })
    {
        /// <summary>Null: it has not run.</summary>
        public bool? SawCancelled { get; private set; }

        public override Task Call(object grain)
        {
            SawCancelled = Token.IsCancellationRequested;
            return Task.CompletedTask;
        }
    }
}
