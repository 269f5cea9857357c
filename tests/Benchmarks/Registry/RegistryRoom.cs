using System.Diagnostics;
using System.Globalization;
using Microsoft.Extensions.Logging.Abstractions;
using ModelRegistry.Contracts;
using ModelRegistry.Contracts.Registry;
using ModelRegistry.Contracts.Registry.Commands;
using ModelRegistry.Grains.Tests.Registry;
using ModelRegistry.Postgres;
using ModelRegistry.Postgres.Embedded;
using ModelRegistry.Postgres.Migrations;
using ModelRegistry.Tests.Shared;

namespace Benchmarks.Registry;

/// <summary>What the registry's grains do a second, every command durable: promotions, registrations, and reads of the version in production.</summary>
internal static class RegistryRoom
{
    private const int Models = 500;
    private const int Versions = 4;
    private static readonly TimeSpan Time = TimeSpan.FromSeconds(5);
    private static int _artifact;

    // What makes way goes back to Staging, so that it can be promoted again.
    private const string Policy = "defaults: { production: { supersededTo: Staging } }";

    public static async Task RunAsync(CancellationToken cancellation)
    {
        using var folder = new ScratchFolder();
        await using var server = await EmbeddedPostgres.StartAsync(new() { DataDirectory = folder.PathOf("data") }, NullLogger.Instance, cancellation);
        await using var database = PostgresServices.CreateDataSource(server.ConnectionString);
        await SchemaMigrator.ApplyAsync(database, NullLogger.Instance, cancellation);
        await InventedArtifacts.AddAsync(database);
        await using var host = await RegistryHost.StartAsync(server.ConnectionString, Policy);
        var models = await PrepareAsync(host, cancellation);
        var processor = new ProcessorTime(Environment.ProcessId, server.ProcessId);

        await MeasureAsync(processor, "promotions, one model, 1 caller", 1, (_, n) => PromoteAsync(models[0], n), cancellation);
        await MeasureAsync(processor, "promotions, one model, 8 callers", 8, (caller, n) => PromoteAsync(models[0], caller + n), cancellation);
        foreach (var callers in new[] { 8, 32, 64, 128 })
        {
            await MeasureAsync(processor, $"promotions over {Models} models, {callers} callers", callers,
                (caller, n) => PromoteAsync(models[(caller + n * callers) % Models], n * callers / Models), cancellation);
        }

        foreach (var callers in new[] { 8, 32, 64, 128 })
            await MeasureAsync(processor, $"registrations over {Models} models, {callers} callers", callers, (caller, n) => RegisterAsync(models[(caller + n * callers) % Models]), cancellation);
        foreach (var callers in new[] { 1, 16 })
            await MeasureAsync(processor, $"reads of the production version, one model, {callers} callers", callers, (_, _) => ReadAsync(models[0]), cancellation);
        await MeasureAsync(processor, $"reads of the production version over {Models} models, 16 callers", 16, (caller, n) => ReadAsync(models[(caller + n * 16) % Models]), cancellation);
    }

    private static async Task<IModelGrain[]> PrepareAsync(RegistryHost host, CancellationToken cancellation)
    {
        var models = Enumerable.Range(0, Models).Select(_ => host.Model(Guid.CreateVersion7(TimeProvider.System.GetUtcNow()))).ToArray();
        await Parallel.ForAsync(0, Models, new ParallelOptions { MaxDegreeOfParallelism = 16, CancellationToken = cancellation }, async (index, _) =>
        {
            Require(await models[index].Create(By(), new CreateModel { Name = string.Create(CultureInfo.InvariantCulture, $"model-{index}") }));
            for (var number = 1; number <= Versions; number++)
                await RegisterAsync(models[index]);
            await PromoteAsync(models[index], 0);
        });
        return models;
    }

    private static async Task MeasureAsync(ProcessorTime processor, string what, int callers, Func<int, int, Task<bool>> act, CancellationToken cancellation)
    {
        var (began, hostBefore, databaseBefore) = (Stopwatch.GetTimestamp(), processor.Host(), processor.Database());
        var runs = await Task.WhenAll(Enumerable.Range(0, callers).Select(caller => Task.Run(() => CallAsync(caller, began, act, cancellation), cancellation)));
        var seconds = Stopwatch.GetElapsedTime(began).TotalSeconds;
        var (host, database) = (processor.Host() - hostBefore, processor.Database() - databaseBefore);
        var done = runs.Sum(run => run.Done);
        var times = runs.SelectMany(run => run.Milliseconds).Order().ToArray();
        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"{what,-62} {done / seconds,12:n0}/s   p50 {At(times, 0.5),7:0.000} ms   p99 {At(times, 0.99),7:0.000} ms   processor µs: host {host.TotalMicroseconds / done,6:n0}, database {database.TotalMicroseconds / done,6:n0}"));
    }

    private static async Task<(long Done, List<double> Milliseconds)> CallAsync(int caller, long began, Func<int, int, Task<bool>> act, CancellationToken cancellation)
    {
        // Reads are so many that one in a hundred tells enough.
        var (done, times) = (0, new List<double>());
        for (var n = 0; Stopwatch.GetElapsedTime(began) < Time; n++)
        {
            cancellation.ThrowIfCancellationRequested();
            var start = Stopwatch.GetTimestamp();
            if (!await act(caller, n))
                continue;
            if (done++ < 1_000 || done % 100 == 0)
                times.Add(Stopwatch.GetElapsedTime(start).TotalMilliseconds);
        }

        return (done, times);
    }

    /// <summary>The next of the versions; false when another caller had put it into production already.</summary>
    private static async Task<bool> PromoteAsync(IModelGrain model, int turn)
    {
        var answer = await model.Promote(By(), new PromoteVersion { Number = turn % Versions + 1, Reason = "measured" });
        return answer.Refusal?.Code != "already_in_stage" && Require(answer);
    }

    private static async Task<bool> RegisterAsync(IModelGrain model) => Require(await model.Register(By(), Commands.Version(Interlocked.Increment(ref _artifact) % 10_000)));

    private static async Task<bool> ReadAsync(IModelGrain model) =>
        await model.FindVersion("production") is not null ? true : throw new InvalidOperationException("no version is in production");

    private static CommandContext By() => Commands.By() with { CommandId = Guid.CreateVersion7(TimeProvider.System.GetUtcNow()), At = TimeProvider.System.GetUtcNow() };

    private static bool Require<T>(Answer<T> answer)
        where T : class
        => answer.Refusal is { } refusal ? throw new InvalidOperationException($"{refusal.Code}: {refusal.Detail}") : true;

    private static double At(double[] sorted, double quantile) => sorted[(int)Math.Min(sorted.Length - 1, quantile * sorted.Length)];
}
