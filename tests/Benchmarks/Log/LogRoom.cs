using System.Globalization;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging.Abstractions;
using ModelRegistry.Postgres;
using ModelRegistry.Postgres.Embedded;
using ModelRegistry.Postgres.Log;
using ModelRegistry.Postgres.Migrations;
using Npgsql;

namespace Benchmarks.Log;

/// <summary>The prediction log beside a bare COPY of the same rows, then actuals and the joiner; on a durable server of its own.</summary>
internal static class LogRoom
{
    private const int Rows = 100_000;
    private const int Repetitions = 9;

    public static async Task RunAsync(CancellationToken cancellation)
    {
        using var folder = new ScratchFolder();
        await using var server = await EmbeddedPostgres.StartAsync(new() { DataDirectory = folder.PathOf("data") }, NullLogger.Instance, cancellation);
        await using var database = PostgresServices.CreateDataSource(server.ConnectionString);
        await SchemaMigrator.ApplyAsync(database, NullLogger.Instance, cancellation);
        await MeasureAsync(database, cancellation);
    }

    private static async Task MeasureAsync(NpgsqlDataSource database, CancellationToken cancellation)
    {
        var builder = Host.CreateEmptyApplicationBuilder(new HostApplicationBuilderSettings());
        builder.Services.AddSingleton(database);
        builder.Services.AddPredictionLog(options => (options.SoleWriter, options.WhenFull) = (true, FullBufferPolicy.Wait));
        using var host = builder.Build();
        await host.StartAsync(cancellation);
        var log = host.Services.GetRequiredService<IPredictionLog>();
        var outcomes = host.Services.GetRequiredService<IOutcomeLog>();

        var sample = new LogSample(seed: 1);
        await WriteAsync(log, sample.Panel(5_000), callSize: 100);
        await CompareWithCopyAsync(database, log, sample);
        await MeasureCallSizesAsync(log, sample);
        await MeasureOutcomesAsync(log, outcomes, sample);
        await PredictLatency.MeasureAsync(log, cancellation);
        await host.StopAsync(cancellation);
    }

    private static async Task CompareWithCopyAsync(NpgsqlDataSource database, IPredictionLog log, LogSample sample)
    {
        // By turns, so that a slow moment of the machine meets all of them.
        double logged = double.MaxValue, indexed = double.MaxValue, bare = double.MaxValue;
        for (var i = 0; i < Repetitions; i++)
        {
            bare = Math.Min(bare, await BareCopy.SecondsAsync(database, sample.Panel(Rows), indexes: false));
            indexed = Math.Min(indexed, await BareCopy.SecondsAsync(database, sample.Panel(Rows), indexes: true));
            var rows = sample.Panel(Rows);
            logged = Math.Min(logged, await SecondsAsync(() => WriteAsync(log, rows, callSize: 470)));
        }
        Say($"{Rows:n0} predictions of 20 features, best of {Repetitions}, every row durable:");
        Say($"  bare COPY, no index                 {Rows / bare,10:n0} rows/s");
        Say($"  bare COPY, the log's two indexes    {Rows / indexed,10:n0} rows/s");
        Say($"  the log, calls of 470 rows          {Rows / logged,10:n0} rows/s = {indexed / logged:p0} of the COPY with indexes, {bare / logged:p0} of that without");
    }

    private static async Task MeasureCallSizesAsync(IPredictionLog log, LogSample sample)
    {
        var single = sample.Panel(20_000);
        var all = await SecondsAsync(() => WriteAsync(log, single, callSize: 1));
        Say($"  the log, calls of 1 row             {single.Length / all,10:n0} rows/s");
        var alone = sample.Panel(200);
        var latency = await SecondsAsync(async () =>
        {
            foreach (var row in alone)
                await await log.WriteAsync([row], durable: true);
        });
        Say($"  one caller, one durable row at a time {latency / alone.Length * 1e3,8:n2} ms/row");
    }

    private static async Task MeasureOutcomesAsync(IPredictionLog log, IOutcomeLog outcomes, LogSample sample)
    {
        var model = sample.NewModel();
        var rows = sample.Panel(Rows);
        await WriteAsync(log, rows, callSize: 470);
        var store = await SecondsAsync(async () =>
        {
            foreach (var batch in rows.Chunk(470))
                await outcomes.WriteActualsAsync(model, [.. batch.Select(LogSample.ActualOf)]);
        });
        Say($"actuals, batches of 470, one caller   {Rows / store,10:n0} actuals/s");
        var join = await SecondsAsync(() => outcomes.JoinAsync(model));
        Say($"joiner, everything at once            {Rows / join,10:n0} outcomes/s");

        model = sample.NewModel();
        var days = sample.Panel(100 * 470).Chunk(470).ToArray();
        double log470 = 0, store470 = 0, join470 = 0;
        foreach (var day in days)
        {
            log470 += await SecondsAsync(async () => await await log.WriteAsync(day, durable: true));
            store470 += await SecondsAsync(() => outcomes.WriteActualsAsync(model, [.. day.Select(LogSample.ActualOf)]));
            join470 += await SecondsAsync(() => outcomes.JoinAsync(model));
        }
        Say($"day by day, 470 rows: durable predictions {log470 / days.Length * 1e3:n1} ms, actuals {store470 / days.Length * 1e3:n1} ms, join {join470 / days.Length * 1e3:n1} ms");
        if (await outcomes.JoinAsync(model) != days.Length * 470)
            throw new InvalidOperationException("the joiner has not written one outcome per prediction");
    }

    private static async Task WriteAsync(IPredictionLog log, PredictionRow[] rows, int callSize)
    {
        var answers = new List<Task>();
        foreach (var call in rows.Chunk(callSize))
            answers.Add(await log.WriteAsync(call, durable: true));
        await Task.WhenAll(answers);
    }

    private static async Task<double> SecondsAsync(Func<Task> action)
    {
        var started = TimeProvider.System.GetTimestamp();
        await action();
        return TimeProvider.System.GetElapsedTime(started).TotalSeconds;
    }

    private static void Say(FormattableString line) => Console.WriteLine(line.ToString(CultureInfo.InvariantCulture));
}
