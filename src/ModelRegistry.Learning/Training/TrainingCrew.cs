using System.Collections.Concurrent;
using System.Runtime.ExceptionServices;
using ModelRegistry.Learning.Validation;

namespace ModelRegistry.Learning.Training;

/// <summary>Fits several spans side by side, one thread each. How many there are at once changes the time, never a byte.</summary>
internal sealed class TrainingCrew(EnsembleTrainer trainer, TrainingConfig config, int tickers, Action<TrainingProgress>? progress)
{
    /// <summary>Artifacts in the order of the spans.</summary>
    public byte[][] Fit(IReadOnlyList<DaySpan> spans, string phase, CancellationToken cancellation)
    {
        var artifacts = new byte[spans.Count][];
        var total = Math.Max(1, spans.Sum(span => (long)span.Count * tickers * config.Seeds * config.Booster.Rounds));
        long done = 0;
        var longestFirst = Enumerable.Range(0, spans.Count).OrderByDescending(i => spans[i].Count).ToArray();
        var options = new ParallelOptions { CancellationToken = cancellation, MaxDegreeOfParallelism = Environment.ProcessorCount };
        progress?.Invoke(new TrainingProgress(phase, 0, total));
        try
        {
            Parallel.ForEach(
                Partitioner.Create(longestFirst, EnumerablePartitionerOptions.NoBuffering),
                options,
                i => artifacts[i] = trainer.Fit(spans[i], Report, cancellation));
        }
        catch (AggregateException failed)
        {
            ExceptionDispatchInfo.Throw(failed.Flatten().InnerExceptions[0]);
        }

        progress?.Invoke(new TrainingProgress(phase, total, total));
        return artifacts;

        void Report(long rows) => progress?.Invoke(new TrainingProgress(phase, Interlocked.Add(ref done, rows), total));
    }
}
