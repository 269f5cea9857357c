using System.Diagnostics;

namespace Benchmarks.Events;

/// <summary>What one writer measured.</summary>
/// <param name="Milliseconds">Of every append that committed, conflicts before it included.</param>
internal sealed record WriterRun(IReadOnlyList<double> Milliseconds, long Conflicts)
{
    /// <summary>Appends to its share of the streams in turn; where there are fewer streams than writers, they contend.</summary>
    public static async Task<WriterRun> RunAsync(BenchmarkStream[] streams, int writer, int writers, TimeSpan time, CancellationToken cancellationToken)
    {
        var (times, conflicts, began) = (new List<double>(), 0L, Stopwatch.GetTimestamp());
        for (var next = writer % streams.Length; Stopwatch.GetElapsedTime(began) < time; next = (next + writers) % streams.Length)
        {
            cancellationToken.ThrowIfCancellationRequested();
            var start = Stopwatch.GetTimestamp();
            while (!await streams[next].AppendAsync())
                conflicts++;
            times.Add(Stopwatch.GetElapsedTime(start).TotalMilliseconds);
        }

        return new WriterRun(times, conflicts);
    }
}
