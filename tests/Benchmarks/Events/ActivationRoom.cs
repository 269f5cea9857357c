using System.Diagnostics;
using System.Globalization;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using ModelRegistry.Contracts.Registry;
using ModelRegistry.Core.Registry.Policy;
using ModelRegistry.Grains.Registry;
using ModelRegistry.Postgres;
using Npgsql;
using Orleans.Hosting;

namespace Benchmarks.Events;

/// <summary>What a model costs as its versions grow in number: an append while it is awake, and waking it.</summary>
internal static class ActivationRoom
{
    private const int Measured = 200;
    private const int Repetitions = 15;

    public static async Task RunAsync(NpgsqlDataSource database, CancellationToken cancellationToken)
    {
        var (id, warm) = (NewId(), NewId());
        await using (var host = await StartAsync(database, cancellationToken))
        {
            await GrowAsync(new LongModel(Model(host, warm)), "warm", [10, 400], cancellationToken);
            await GrowAsync(new LongModel(Model(host, id)), "long", [10, 1_000, 10_000], cancellationToken);
        }

        var kept = await ScalarAsync(database, $"SELECT format('%s of %s events, %s bytes', s.version, t.version, length(s.state)) FROM stream_snapshots s JOIN streams t ON (t.kind, t.id) = (s.stream_kind, s.stream_id) WHERE s.stream_id = '{id}'");
        Console.WriteLine($"snapshot: {kept}");
        await MeasureAsync("with its snapshot", database, warm, id, cancellationToken);
        await ScalarAsync(database, "DELETE FROM stream_snapshots RETURNING version");
        await MeasureAsync("from its first event, and writes a snapshot", database, warm, id, cancellationToken, repetitions: 1);
    }

    private static async Task GrowAsync(LongModel model, string name, int[] sizes, CancellationToken cancellationToken)
    {
        await model.CreateAsync(name);
        var number = 0;
        foreach (var size in sizes)
        {
            for (; number < size; number++)
                await model.RegisterAsync();
            var registered = await TimeAsync(model.RegisterAsync, cancellationToken);
            number += Measured;
            var pointed = 0;
            var set = await TimeAsync(() => model.PointAsync((pointed++ % 2) + 1), cancellationToken);
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{name} at {size,6:n0} versions: register p50 {At(registered, 0.5):0.00} ms p99 {At(registered, 0.99):0.00} ms, alias p50 {At(set, 0.5):0.00} ms p99 {At(set, 0.99):0.00} ms"));
        }
    }

    private static async Task MeasureAsync(string how, NpgsqlDataSource database, Guid warm, Guid id, CancellationToken cancellationToken, int repetitions = Repetitions)
    {
        var times = new double[repetitions];
        for (var i = 0; i < times.Length; i++)
        {
            await using var host = await StartAsync(database, cancellationToken);
            await Model(host, warm).FindVersion("latest");
            var start = Stopwatch.GetTimestamp();
            await Model(host, id).FindVersion("latest");
            times[i] = Stopwatch.GetElapsedTime(start).TotalMilliseconds;
        }

        Array.Sort(times);
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"waking {how}: best {times[0]:0.0} ms, p50 {At(times, 0.5):0.0} ms, worst {times[^1]:0.0} ms of {repetitions}"));
    }

    private static async Task<double[]> TimeAsync(Func<Task> append, CancellationToken cancellationToken)
    {
        var times = new double[Measured];
        for (var i = 0; i < times.Length; i++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            var start = Stopwatch.GetTimestamp();
            await append();
            times[i] = Stopwatch.GetElapsedTime(start).TotalMilliseconds;
        }

        Array.Sort(times);
        return times;
    }

    private static async Task<RunningHost> StartAsync(NpgsqlDataSource database, CancellationToken cancellationToken)
    {
        var builder = Host.CreateApplicationBuilder(new HostApplicationBuilderSettings { DisableDefaults = true });
        builder.Logging.ClearProviders();
        builder.Services.AddModelRegistryPostgres(database.ConnectionString, Path.GetTempPath());
        builder.Services.AddSingleton<IPolicySource>(new NoPolicy());
        builder.UseOrleans(silo => silo.UseLocalhostClustering());
        var host = builder.Build();
        await host.StartAsync(cancellationToken);
        return new RunningHost(host);
    }

    private static IModelGrain Model(RunningHost host, Guid id) => host.Services.GetRequiredService<IGrainFactory>().GetGrain<IModelGrain>(id.ToString("D"));

    private static async Task<object?> ScalarAsync(NpgsqlDataSource database, string sql)
    {
        await using var command = database.CreateCommand(sql);
        return await command.ExecuteScalarAsync();
    }

    private static Guid NewId() => Guid.CreateVersion7(TimeProvider.System.GetUtcNow());

    private static double At(double[] sorted, double quantile) => sorted[(int)Math.Min(sorted.Length - 1, quantile * sorted.Length)];

    private sealed class NoPolicy : IPolicySource
    {
        public PromotionPolicy Current => PromotionPolicy.Empty;
    }

    private sealed class RunningHost(IHost host) : IAsyncDisposable
    {
        public IServiceProvider Services => host.Services;

        public async ValueTask DisposeAsync()
        {
            await host.StopAsync();
            await ((IAsyncDisposable)host).DisposeAsync();
        }
    }
}
