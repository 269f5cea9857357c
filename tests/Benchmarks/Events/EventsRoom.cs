using System.Diagnostics;
using System.Globalization;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using ModelRegistry.Postgres;
using ModelRegistry.Postgres.Embedded;
using ModelRegistry.Postgres.Events;
using ModelRegistry.Postgres.Migrations;
using ModelRegistry.Tests.Shared;
using Npgsql;

namespace Benchmarks.Events;

/// <summary>
/// The event store on a durable private server: appends a second and how long one takes, beside pgbench writing the same rows; then what a model
/// costs as it grows. An append is one event of a few hundred bytes with its command row, hash and read model; a writer's next append begins when
/// its last one was answered.
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
        await using var services = new ServiceCollection().AddModelRegistryPostgres(server.ConnectionString, folder.PathOf("data")).BuildServiceProvider();
        var database = services.GetRequiredService<NpgsqlDataSource>();
        await SchemaMigrator.ApplyAsync(database, NullLogger.Instance, cancellationToken);
        await InventedArtifacts.AddAsync(database);
        var pgbench = Pgbench.Find(server.ConnectionString, folder);
        if (pgbench is null)
            Console.WriteLine("pgbench is not installed: nothing to compare with");
        foreach (var (writers, streams) in new[] { (1, 1), (8, 1), (8, 500), (32, 500) })
        {
            var appends = await MeasureAsync(services.GetRequiredService<IEventStore>(), writers, streams, cancellationToken);
            if (pgbench is not null)
                await CompareAsync(pgbench, database, writers, streams, appends, cancellationToken);
        }

        await ActivationRoom.RunAsync(database, cancellationToken);
    }

    /// <returns>Appends a second.</returns>
    private static async Task<double> MeasureAsync(IEventStore store, int writers, int streams, CancellationToken cancellationToken)
    {
        var models = await Task.WhenAll(Enumerable.Range(0, streams).Select(number => BenchmarkStream.CreateAsync(store, $"{writers}/{streams}/{number}")));
        await WriteAsync(models, writers, WarmUp, cancellationToken);
        var began = Stopwatch.GetTimestamp();
        var runs = await WriteAsync(models, writers, Measured, cancellationToken);
        var seconds = Stopwatch.GetElapsedTime(began).TotalSeconds;
        var times = runs.SelectMany(run => run.Milliseconds).Order().ToArray();
        Say($"{streams,4} streams, {writers,2} writers: {times.Length / seconds,7:0} appends/s, p50 {At(times, 0.50):0.00} ms, p99 {At(times, 0.99):0.00} ms, conflicts {runs.Sum(run => run.Conflicts)}");
        return times.Length / seconds;
    }

    private static async Task CompareAsync(
        Pgbench pgbench, NpgsqlDataSource database, int writers, int streams, double appends, CancellationToken cancellationToken)
    {
        // The store keeps connections that are not needed any more; the server has no room for both.
        database.Clear();
        var times = await pgbench.RunAsync(database, writers, streams, Measured, cancellationToken);
        var bare = times.Length / Measured.TotalSeconds;
        Say($"                 by pgbench: {bare,7:0} appends/s, p50 {At(times, 0.50):0.00} ms, p99 {At(times, 0.99):0.00} ms: the store does {appends / bare:p0} of it");
    }

    private static Task<WriterRun[]> WriteAsync(BenchmarkStream[] models, int writers, TimeSpan time, CancellationToken cancellationToken) =>
        Task.WhenAll(Enumerable.Range(0, writers).Select(writer => Task.Run(() => WriterRun.RunAsync(models, writer, writers, time, cancellationToken), cancellationToken)));

    private static void Say(FormattableString line) => Console.WriteLine(line.ToString(CultureInfo.InvariantCulture));

    private static double At(double[] sorted, double quantile) => sorted[(int)Math.Min(sorted.Length - 1, quantile * sorted.Length)];
}
