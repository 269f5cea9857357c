using System.Diagnostics;

namespace Benchmarks.Mlflow;

/// <summary>Clients, a thread each, that call, wait for the whole answer, and call again.</summary>
internal sealed class Load(MlflowServer[] servers, ProcessorTime? processor)
{
    private int _next;

    /// <summary>Calls for a while. What it tells of the processors is nothing where it is not known whose they are.</summary>
    public async Task<Measurement> RunAsync(Func<int, int, (string Path, string? Body)> call, TimeSpan time, CancellationToken cancellationToken)
    {
        var (host, database) = (processor?.Host(), processor?.Database());
        var began = Stopwatch.GetTimestamp();
        var runs = await Task.WhenAll(servers.Index().Select(client => Task.Factory.StartNew(
            () => Call(client.Index, call, time, cancellationToken), cancellationToken, TaskCreationOptions.LongRunning, TaskScheduler.Default)));
        return new Measurement(Stopwatch.GetElapsedTime(began), [.. runs.SelectMany(run => run)], processor?.Host() - host, processor?.Database() - database);
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
