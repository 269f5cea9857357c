using System.Diagnostics;
using System.Globalization;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using ModelRegistry.Postgres;
using ModelRegistry.Postgres.Artifacts;
using ModelRegistry.Postgres.Embedded;
using ModelRegistry.Postgres.Migrations;
using Npgsql;

namespace Benchmarks.Artifacts;

/// <summary>
/// A large artifact, many at once and many small ones, put and read by each store, and the memory that takes. <c>MODELREG_ARTIFACT_MIB</c> sets another
/// size than 2 GiB for the large one.
/// </summary>
internal static class ArtifactsRoom
{
    private const long MiB = 1 << 20;

    public static async Task RunAsync(CancellationToken cancellation)
    {
        var large = int.TryParse(Environment.GetEnvironmentVariable("MODELREG_ARTIFACT_MIB"), CultureInfo.InvariantCulture, out var given) ? given * MiB : 2048 * MiB;
        foreach (var place in Enum.GetValues<ArtifactPlace>())
        {
            using var folder = new ScratchFolder();
            await using var server = await EmbeddedPostgres.StartAsync(new() { DataDirectory = folder.PathOf("data") }, NullLogger.Instance, cancellation);
            await using var services = new ServiceCollection().AddModelRegistryPostgres(server.ConnectionString, folder.PathOf("data"))
                .Configure<ArtifactOptions>(options => options.Store = place).BuildServiceProvider();
            await SchemaMigrator.ApplyAsync(services.GetRequiredService<NpgsqlDataSource>(), NullLogger.Instance, cancellation);
            await MeasureAsync(place, services.GetRequiredService<IArtifactStore>(), large, cancellation);
        }
    }

    private static async Task MeasureAsync(ArtifactPlace place, IArtifactStore store, long large, CancellationToken cancellation)
    {
        await PutAsync(store, new SeededStream(0, MiB), cancellation);
        var digest = "";
        await TimeAsync($"{place}: put {large / MiB} MiB", large, async () => digest = await PutAsync(store, new SeededStream(1, large), cancellation));
        await TimeAsync($"{place}: the same again", large, () => PutAsync(store, new SeededStream(1, large), cancellation));
        await TimeAsync($"{place}: read and verify it", large, () => ReadAsync(store, digest, cancellation));
        await TimeAsync($"{place}: put 32 of 16 MiB at once", 32 * 16 * MiB, () => Task.WhenAll(Enumerable.Range(10, 32).Select(seed => PutAsync(store, new SeededStream(seed, 16 * MiB), cancellation))));
        const int small = 500;
        var took = await TimeAsync($"{place}: put {small} of 16 KiB, one after the other", small * 16 * 1024, async () =>
        {
            for (var i = 0; i < small; i++)
                await PutAsync(store, new SeededStream(1000 + i, 16 * 1024), cancellation);
        });
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{place}: {took.TotalMilliseconds / small:0.00} ms each"));
    }

    private static async Task<string> PutAsync(IArtifactStore store, Stream content, CancellationToken cancellation) => (await store.PutAsync(content, cancellationToken: cancellation)).Digest;

    private static async Task ReadAsync(IArtifactStore store, string digest, CancellationToken cancellation)
    {
        await using var content = await store.OpenAsync(digest, cancellation);
        await content!.CopyToAsync(Stream.Null, cancellation);
    }

    private static async Task<TimeSpan> TimeAsync(string what, long bytes, Func<Task> work)
    {
        GC.Collect();
        var (allocated, heap) = (GC.GetTotalAllocatedBytes(), GC.GetTotalMemory(forceFullCollection: true));
        var most = heap;
        using var stop = new CancellationTokenSource();
        var watching = WatchAsync(() => most = Math.Max(most, GC.GetTotalMemory(forceFullCollection: false)), stop.Token);
        var began = Stopwatch.GetTimestamp();
        await work();
        var took = Stopwatch.GetElapsedTime(began);
        await stop.CancelAsync();
        await watching;
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"{what}: {took.TotalSeconds:0.00} s, {bytes / took.TotalSeconds / MiB:n0} MiB/s, heap at most {(most - heap) / (double)MiB:0.0} MiB above before, {(GC.GetTotalAllocatedBytes() - allocated) / (double)MiB:n0} MiB allocated"));
        return took;
    }

    private static async Task WatchAsync(Action look, CancellationToken stop)
    {
        while (!stop.IsCancellationRequested)
        {
            look();
            await Task.Delay(10, CancellationToken.None);
        }
    }
}
