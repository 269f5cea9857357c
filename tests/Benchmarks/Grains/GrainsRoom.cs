using System.Diagnostics;
using System.Globalization;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Orleans.Hosting;

namespace Benchmarks.Grains;

/// <summary>What a grain call and an activation cost, on whichever grain runtime this was built with.</summary>
internal static class GrainsRoom
{
    private static readonly TimeSpan Span = TimeSpan.FromSeconds(2);

    public static async Task RunAsync(CancellationToken cancellationToken)
    {
        var builder = new HostApplicationBuilder(new HostApplicationBuilderSettings { DisableDefaults = true });
        builder.UseOrleans(static silo => silo.UseLocalhostClustering());
        using var host = builder.Build();
        await host.StartAsync(cancellationToken);
        var grains = host.Services.GetRequiredService<IGrainFactory>();
        await CallsAsync(grains, callers: 16, keys: 16, print: false, cancellationToken);
        foreach (var keys in new[] { 1, 1000 })
        {
            foreach (var callers in new[] { 1, 16, 200 })
            {
                await CallsAsync(grains, callers, keys, print: true, cancellationToken);
            }
        }

        await ActivationsAsync(grains, 100_000);
        await host.StopAsync(cancellationToken);
    }

    /// <summary>Each caller calls, waits for the answer, and calls the next grain.</summary>
    private static async Task CallsAsync(IGrainFactory factory, int callers, int keys, bool print, CancellationToken cancellationToken)
    {
        var grains = Enumerable.Range(0, keys).Select(i => factory.GetGrain<IBenchGrain>(Key("call", i))).ToArray();
        await Task.WhenAll(grains.Select(grain => grain.Read()));
        var bytes = GC.GetTotalAllocatedBytes(precise: true);
        var clock = Stopwatch.StartNew();
        var counts = await Task.WhenAll(Enumerable.Range(0, callers).Select(caller => Task.Run(
            async () =>
            {
                var calls = 0L;
                for (var next = caller; clock.Elapsed < Span; next++, calls++)
                {
                    await grains[next % keys].Add(1);
                }

                return calls;
            },
            cancellationToken)));
        var seconds = clock.Elapsed.TotalSeconds;
        var calls = counts.Sum();
        if (print)
        {
            var perCall = (GC.GetTotalAllocatedBytes(precise: true) - bytes) / (double)calls;
            Console.WriteLine(string.Create(
                CultureInfo.InvariantCulture,
                $"{keys,5} grains, {callers,3} callers: {calls / seconds,11:N0} calls/s, {perCall,6:N0} bytes a call, {1e6 * callers * seconds / calls,8:N2} us a call"));
        }
    }

    private static async Task ActivationsAsync(IGrainFactory factory, int count)
    {
        var bytes = GC.GetTotalAllocatedBytes(precise: true);
        var clock = Stopwatch.StartNew();
        await Parallel.ForAsync(0, count, async (i, _) => await factory.GetGrain<IBenchGrain>(Key("new", i)).Add(1));
        var seconds = clock.Elapsed.TotalSeconds;
        var each = (GC.GetTotalAllocatedBytes(precise: true) - bytes) / (double)count;
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{count / seconds:N0} activations/s, {each:N0} bytes each"));
    }

    private static string Key(string kind, int number) => string.Create(CultureInfo.InvariantCulture, $"{kind}-{number}");
}
