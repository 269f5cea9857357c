using System.Collections.Immutable;
using System.Diagnostics;
using System.Globalization;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using ModelRegistry.Contracts.Serving;
using ModelRegistry.Grains.Serving;
using ModelRegistry.Grains.Tests.Serving;
using ModelRegistry.Learning.Flavors;
using ModelRegistry.Postgres.Log;

namespace Benchmarks.Log;

/// <summary>
/// What logging adds to a prediction: the same model server with a log that forgets everything and with the real one, called at a steady pace
/// that the log can keep up with. The model sums its 20 features, so that there is little else to measure.
/// </summary>
internal static class PredictLatency
{
    private static readonly TimeSpan Measured = TimeSpan.FromSeconds(3);
    private static readonly Guid ModelId = Guid.CreateVersion7(TimeProvider.System.GetUtcNow());
    private static readonly ImmutableArray<string> Features = [.. Enumerable.Range(0, 20).Select(i => string.Create(CultureInfo.InvariantCulture, $"f{i}"))];

    public static async Task MeasureAsync(IPredictionLog log, CancellationToken cancellation)
    {
        Console.WriteLine($"{"predict, in the process",-38} {"p50 ms",8} {"p99 ms",8}");
        foreach (var (size, pace) in new[] { (1, TimeSpan.FromMilliseconds(1)), (470, TimeSpan.FromMilliseconds(20)) })
        {
            await MeasureAsync($"{size} every {pace.TotalMilliseconds} ms, not logged", new NoLog(), size, durable: false, pace, cancellation);
            await MeasureAsync($"{size} every {pace.TotalMilliseconds} ms, buffered", log, size, durable: false, pace, cancellation);
            await MeasureAsync($"{size} every {pace.TotalMilliseconds} ms, durable", log, size, durable: true, pace, cancellation);
        }
    }

    private static async Task MeasureAsync(string label, IPredictionLog log, int size, bool durable, TimeSpan pace, CancellationToken cancellation)
    {
        var server = Server(log);
        var request = new PredictRequest { Model = "sum", Durable = durable, Instances = [.. Enumerable.Range(0, size).Select(Instance)] };
        var times = new List<double>();
        using var timer = new PeriodicTimer(pace);
        for (var began = Stopwatch.GetTimestamp(); Stopwatch.GetElapsedTime(began) < 2 * Measured; await timer.WaitForNextTickAsync(cancellation))
        {
            var sent = Stopwatch.GetTimestamp();
            var answer = await server.PredictAsync(request, cancellation);
            if (answer.Refusal is { } refusal)
                throw new InvalidOperationException(refusal.Detail);
            if (Stopwatch.GetElapsedTime(began) > Measured)
                times.Add(Stopwatch.GetElapsedTime(sent).TotalMilliseconds);
        }

        times.Sort();
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"  {label,-36} {times[times.Count / 2],8:N3} {times[times.Count * 99 / 100],8:N3}"));
    }

    private static PredictInstance Instance(int number) => new()
    {
        Entity = string.Create(CultureInfo.InvariantCulture, $"T{number:D3}"),
        Names = Features,
        Values = [.. Enumerable.Range(number, Features.Length).Select(i => (double)i)],
    };

    private static ModelServer Server(IPredictionLog log)
    {
        var routing = new MemoryRouting
        {
            Models = { [ModelId] = new() { ModelId = ModelId, Name = "sum", Revision = 1, Production = new() { Number = 1, Flavor = "sum", ArtifactDigest = "one" } } },
        };
        var artifacts = new MemoryArtifacts { Contents = { ["one"] = string.Join(',', Features) } };
        var options = Options.Create(new ServingOptions());
        return new ModelServer(
            new RoutingTable(routing, routing), routing, new ScorerCache(artifacts, new FlavorRegistry([new TestScorer([])]), options), log, new ServingStatistics(),
            new UnloggedAlarm(TimeProvider.System, NullLogger<UnloggedAlarm>.Instance), options, TimeProvider.System, NullLogger<ModelServer>.Instance);
    }
}
