using GrainRuntime.Tests.Hosting;
using GrainRuntime.Tests.Semantics.Grains;
using Microsoft.Extensions.DependencyInjection;

namespace GrainRuntime.Tests.Runtime;

/// <summary>A cluster gives up on a call that has met two ending activations in a row; one process need not.</summary>
public sealed class DeactivationRaceTests
{
    [Fact]
    public async Task End_ByEveryCallOfManyCallers_LosesNoCall()
    {
        await using var host = await TestHost.StartAsync(silo =>
        {
            silo.Services.AddSingleton<LifeLog>();
            silo.Services.AddScoped<ScopedThing>();
            silo.Services.AddSingleton(TimeProvider.System);
        });
        var log = host.Services.GetRequiredService<LifeLog>();
        var grain = host.Grains.GetGrain<ILifeGrain>("race");
        var callers = Enumerable.Range(0, 8).Select(async i =>
        {
            for (var round = 0; round < 100; round++)
            {
                await (((i + round) % 3 == 0) ? grain.End() : grain.Scope());
            }
        });
        await Task.WhenAll(callers);
        var ends = log.ClosedScopes.Count;
        Assert.InRange(ends, 1, log.Activations("race"));
        Assert.Equal(ends, log.ClosedScopes.Distinct().Count());
    }
}
