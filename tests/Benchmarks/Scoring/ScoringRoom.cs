using System.Globalization;
using ModelRegistry.Learning.Flavors;
using ModelRegistry.Learning.XGBoost;
using ModelRegistry.Learning.XGBoost.Native;

namespace Benchmarks.Scoring;

/// <summary>The managed scorer beside libxgboost, on one thread: rows a second in bulk, and the latency of one row.</summary>
internal static class ScoringRoom
{
    private const int Features = 18;
    private const int Rows = 10_000;
    private const int Single = 2_000;

    public static Task RunAsync(CancellationToken cancellation)
    {
        foreach (var (trees, depth) in new[] { (150, 4), (450, 4), (500, 6), (100, 10) })
        {
            cancellation.ThrowIfCancellationRequested();
            Compare(trees, depth);
        }

        return Task.CompletedTask;
    }

    private static void Compare(int trees, int depth)
    {
        var rows = Sample(Rows, seed: 2);
        using var booster = Train(trees, depth);
        var json = booster.SaveJson();
        var started = TimeProvider.System.GetTimestamp();
        var scorer = new XGBoostFlavor().Load(json);
        var load = TimeProvider.System.GetElapsedTime(started);
        var scores = new float[Rows];
        Say($"{trees} trees of depth {depth}: {json.Length / 1024.0:n0} KiB of JSON read and checked in {load.TotalMilliseconds:n1} ms");

        var bulk = Best(25, () => scorer.Score(rows, Rows, scores));
        Say($"  managed, {Rows:n0} rows at once       {Rows / bulk,14:n0} rows/s");
        var one = Best(25, () =>
        {
            for (var row = 0; row < Single; row++)
                scorer.Score(rows.AsSpan(row * Features, Features), 1, scores.AsSpan(row, 1));
        });
        Say($"  managed, one row at a time       {one / Single * 1e6,14:n2} µs/row");
        Library(booster, rows);
    }

    private static void Library(Booster booster, float[] rows)
    {
        // The library remembers what it predicted for a matrix: every repetition gets a fresh one.
        var bulk = double.MaxValue;
        for (var i = 0; i < 10; i++)
        {
            using var matrix = DMatrix.FromRows(rows, Features);
            bulk = Math.Min(bulk, Seconds(() => booster.Predict(matrix)));
        }

        Say($"  libxgboost, rows in its matrix   {Rows / bulk,14:n0} rows/s");
        const int Few = 500;
        var one = Best(10, () =>
        {
            for (var row = 0; row < Few; row++)
            {
                using var single = DMatrix.FromRows(rows.AsSpan(row * Features, Features), Features);
                booster.Predict(single);
            }
        });
        Say($"  libxgboost, one row at a time    {one / Few * 1e6,14:n2} µs/row");
    }

    private static Booster Train(int trees, int depth)
    {
        var rows = Sample(20_000, seed: 1);
        var random = new Random(3);
        using var matrix = DMatrix.FromRows(rows, Features);
        matrix.SetLabels([.. Enumerable.Range(0, 20_000).Select(i => (float)random.NextDouble() + MathF.Abs(rows[i * Features]) + (rows[(i * Features) + 1] * rows[(i * Features) + 2]))]);
        var parameters = new BoosterParameters { Rounds = trees, Depth = depth, MinChildWeight = 1, Seed = 1 };
        return Booster.Train(matrix, [.. Enumerable.Range(0, Features).Select(i => $"feature_{i}")], parameters);
    }

    private static float[] Sample(int count, int seed)
    {
        var random = new Random(seed);
        var rows = new float[count * Features];
        foreach (ref var value in rows.AsSpan())
            value = (float)random.NextDouble() - 0.5f;
        return rows;
    }

    /// <summary>Seconds of the quickest of several repetitions, after one to warm up.</summary>
    private static double Best(int times, Action action)
    {
        action();
        var best = double.MaxValue;
        for (var i = 0; i < times; i++)
        {
            best = Math.Min(best, Seconds(action));
        }

        return best;
    }

    private static double Seconds(Action action)
    {
        var started = TimeProvider.System.GetTimestamp();
        action();
        return TimeProvider.System.GetElapsedTime(started).TotalSeconds;
    }

    private static void Say(FormattableString line) => Console.WriteLine(line.ToString(CultureInfo.InvariantCulture));
}
