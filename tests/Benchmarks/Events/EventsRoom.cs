using System.Diagnostics;
using System.Globalization;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using ModelRegistry.Postgres;
using ModelRegistry.Postgres.Embedded;
using ModelRegistry.Postgres.Events;
using ModelRegistry.Postgres.Migrations;
using Npgsql;

namespace Benchmarks.Events;

/// <summary>
/// The event store on a durable private server: appends a second and how long one takes. An append is one event of a few hundred
/// bytes with its command row, hash and read model; a writer's next append begins when its last one was answered.
/// </summary>
internal static class EventsRoom
{
    private static readonly TimeSpan WarmUp = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan Measured = TimeSpan.FromSeconds(4);

    public static async Task RunAsync(CancellationToken cancellationToken)
    {
        using var folder = new ScratchFolder();
        await using var server = await EmbeddedPostgres.StartAsync(
            new EmbeddedPostgresOptions { DataDirectory = folder.PathOf("data") }, NullLogger.Instance, cancellationToken);
        await using var services = new ServiceCollection().AddModelRegistryPostgres(server.ConnectionString, folder.PathOf("artifacts")).BuildServiceProvider();
        await SchemaMigrator.ApplyAsync(services.GetRequiredService<NpgsqlDataSource>(), NullLogger.Instance, cancellationToken);
        var store = services.GetRequiredService<IEventStore>();
        foreach (var (writers, streams) in new[] { (1, 1), (8, 1), (8, 500), (32, 500) })
            await MeasureAsync(store, writers, streams, cancellationToken);
        await ActivationRoom.RunAsync(services.GetRequiredService<NpgsqlDataSource>(), cancellationToken);
    }

    private static async Task MeasureAsync(IEventStore store, int writers, int streams, CancellationToken cancellationToken)
    {
        var models = await Task.WhenAll(Enumerable.Range(0, streams).Select(number => BenchmarkStream.CreateAsync(store, $"{writers}/{streams}/{number}")));
        await WriteAsync(models, writers, WarmUp, cancellationToken);
        var began = Stopwatch.GetTimestamp();
        var runs = await WriteAsync(models, writers, Measured, cancellationToken);
        var seconds = Stopwatch.GetElapsedTime(began).TotalSeconds;
        var times = runs.SelectMany(run => run.Milliseconds).Order().ToArray();
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"{streams,4} streams, {writers,2} writers: {times.Length / seconds,7:0} appends/s, p50 {At(times, 0.50):0.00} ms, p99 {At(times, 0.99):0.00} ms, conflicts {runs.Sum(run => run.Conflicts)}"));
    }

    private static Task<WriterRun[]> WriteAsync(BenchmarkStream[] models, int writers, TimeSpan time, CancellationToken cancellationToken) =>
        Task.WhenAll(Enumerable.Range(0, writers).Select(writer => Task.Run(() => WriterRun.RunAsync(models, writer, writers, time, cancellationToken), cancellationToken)));

    private static double At(double[] sorted, double quantile) => sorted[(int)Math.Min(sorted.Length - 1, quantile * sorted.Length)];
}
