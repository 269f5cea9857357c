using System.Diagnostics;
using System.Globalization;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Orleans.Hosting;

namespace Benchmarks.Grains;

/// <summary>What a grain call, an activation and an idle grain cost, on whichever grain runtime this was built with.</summary>
internal static class GrainsRoom
{
    private const int Activations = 100_000;

    private static readonly TimeSpan Span = TimeSpan.FromSeconds(2);

    public static async Task RunAsync(CancellationToken cancellationToken)
    {
        var builder = new HostApplicationBuilder(new HostApplicationBuilderSettings { DisableDefaults = true });
        builder.UseOrleans(static silo => silo.UseLocalhostClustering());
        using var host = builder.Build();
        await host.StartAsync(cancellationToken);
        var grains = host.Services.GetRequiredService<IGrainFactory>();
        await CallsAsync(grains, 16, 16, Add, cancellationToken);
        await CallsAsync(grains, 16, 16, AddLater, cancellationToken);
        Console.WriteLine("grains  callers  method        calls/s  bytes a call");
        foreach (var keys in new[] { 1, 1000 })
        {
            foreach (var callers in new[] { 1, 16, 200 })
            {
                await PrintAsync(grains, keys, callers, "returns", Add, cancellationToken);
                await PrintAsync(grains, keys, callers, "awaits", AddLater, cancellationToken);
            }
        }

        await ActivateAsync(grains);
        await host.StopAsync(cancellationToken);
    }

    private static Task Add(IBenchGrain grain) => grain.Add(1);

    private static Task AddLater(IBenchGrain grain) => grain.AddLater(1);

    private static async Task PrintAsync(
        IGrainFactory factory, int keys, int callers, string method, Func<IBenchGrain, Task> call, CancellationToken cancellationToken)
    {
        var (rate, bytes) = await CallsAsync(factory, keys, callers, call, cancellationToken);
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{keys,6}  {callers,7}  {method,-8} {rate,12:N0}  {bytes,12:N0}"));
    }

    /// <summary>Each caller calls, waits for the answer, and calls the next grain.</summary>
    private static async Task<(double Rate, double Bytes)> CallsAsync(
        IGrainFactory factory, int keys, int callers, Func<IBenchGrain, Task> call, CancellationToken cancellationToken)
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
                    await call(grains[next % keys]);
                }

                return calls;
            },
            cancellationToken)));
        var seconds = clock.Elapsed.TotalSeconds;
        var total = (double)counts.Sum();
        return (total / seconds, (GC.GetTotalAllocatedBytes(precise: true) - bytes) / total);
    }

    /// <summary>Grains called once: how fast they come, and what they hold on to until they are collected.</summary>
    private static async Task ActivateAsync(IGrainFactory factory)
    {
        await factory.GetGrain<IBenchGrain>(Key("first", 0)).Add(1);
        var before = GC.GetTotalMemory(forceFullCollection: true);
        var bytes = GC.GetTotalAllocatedBytes(precise: true);
        var clock = Stopwatch.StartNew();
        await Parallel.ForAsync(0, Activations, async (i, _) => await factory.GetGrain<IBenchGrain>(Key("new", i)).Add(1));
        var seconds = clock.Elapsed.TotalSeconds;
        var allocated = (GC.GetTotalAllocatedBytes(precise: true) - bytes) / (double)Activations;
        var kept = (GC.GetTotalMemory(forceFullCollection: true) - before) / (double)Activations;
        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"{Activations / seconds:N0} activations/s, {allocated:N0} bytes allocated each; {Activations:N0} idle grains keep {kept:N0} bytes each, {kept * Activations / (1 << 20):N0} MiB together"));
    }

    private static string Key(string kind, int number) => string.Create(CultureInfo.InvariantCulture, $"{kind}-{number}");
}
