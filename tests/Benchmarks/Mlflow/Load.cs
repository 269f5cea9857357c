using System.Diagnostics;
using System.Globalization;

namespace Benchmarks.Mlflow;

/// <summary>Clients, a thread each, that call, wait for the whole answer, and call again.</summary>
internal sealed class Load(MlflowServer[] servers, ProcessorTime? processor)
{
    private static readonly TimeSpan WarmUp = Seconds("MODELREG_WARM_UP", 20);
    private static readonly TimeSpan Measured = Seconds("MODELREG_SECONDS", 5);

    private int _next;

    public static void PrintHeader() => Console.WriteLine($"{"",-30} {"calls/s",8} {"p50 ms",8} {"p99 ms",8} {"host µs",9} {"database µs",12}");

    public async Task WarmUpAsync(Func<int, int, (string Path, string? Body)> call, CancellationToken cancellationToken) => await RunAsync(call, WarmUp, cancellationToken);

    /// <summary>Measures and prints a line: how fast, and the processor time of host and database per call, where that can be told.</summary>
    public async Task MeasureAsync(string what, Func<int, int, (string Path, string? Body)> call, CancellationToken cancellationToken)
    {
        var (host, database) = (processor?.Host(), processor?.Database());
        var began = Stopwatch.GetTimestamp();
        var times = (await RunAsync(call, Measured, cancellationToken)).Order().ToArray();
        var seconds = Stopwatch.GetElapsedTime(began).TotalSeconds;
        var costs = processor is null ? "" : string.Create(CultureInfo.InvariantCulture,
            $" {(processor.Host() - host!.Value).TotalMicroseconds / times.Length,9:N0} {(processor.Database() - database!.Value).TotalMicroseconds / times.Length,12:N0}");
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"{what,-30} {times.Length / seconds,8:N0} {times[times.Length / 2],8:N2} {times[times.Length * 99 / 100],8:N2}{costs}"));
    }

    private static TimeSpan Seconds(string variable, double otherwise) =>
        TimeSpan.FromSeconds(Environment.GetEnvironmentVariable(variable) is { Length: > 0 } text ? double.Parse(text, CultureInfo.InvariantCulture) : otherwise);

    private async Task<IEnumerable<double>> RunAsync(Func<int, int, (string Path, string? Body)> call, TimeSpan time, CancellationToken cancellationToken)
    {
        var runs = await Task.WhenAll(servers.Index().Select(client => Task.Factory.StartNew(
            () => Call(client.Index, call, time, cancellationToken), cancellationToken, TaskCreationOptions.LongRunning, TaskScheduler.Default)));
        return runs.SelectMany(run => run);
    }

    private List<double> Call(int client, Func<int, int, (string Path, string? Body)> call, TimeSpan time, CancellationToken cancellationToken)
    {
        var milliseconds = new List<double>();
        var started = Stopwatch.GetTimestamp();
        while (Stopwatch.GetElapsedTime(started) < time)
        {
            cancellationToken.ThrowIfCancellationRequested();
            var message = call(client, Interlocked.Increment(ref _next));
            var began = Stopwatch.GetTimestamp();
            servers[client].Send(message);
            milliseconds.Add(Stopwatch.GetElapsedTime(began).TotalMilliseconds);
        }

        return milliseconds;
    }
}
