namespace ModelRegistry.Grains.Serving;

/// <summary>Counters of one model on this host. Latencies are kept in buckets a quarter of a power of two wide.</summary>
public sealed class ModelTraffic
{
    private const int BucketsPerOctave = 4;
    private readonly long[] _latencies = new long[32 * BucketsPerOctave];
    private long _requests;
    private long _units;
    private long _refused;
    private long _shadowFailures;
    private long _unlogged;

    /// <summary>Answered requests.</summary>
    public long Requests => Interlocked.Read(ref _requests);

    /// <summary>Answered units.</summary>
    public long Units => Interlocked.Read(ref _units);

    /// <summary>Refused requests.</summary>
    public long Refused => Interlocked.Read(ref _refused);

    /// <summary>Requests whose shadow could not be loaded.</summary>
    public long ShadowFailures => Interlocked.Read(ref _shadowFailures);

    /// <summary>Units that were answered and not logged, because the log was full and the policy is to serve.</summary>
    public long Unlogged => Interlocked.Read(ref _unlogged);

    internal void Answered(int units, TimeSpan latency)
    {
        Interlocked.Increment(ref _requests);
        Interlocked.Add(ref _units, units);
        Interlocked.Increment(ref _latencies[Bucket(latency)]);
    }

    internal void Refuse() => Interlocked.Increment(ref _refused);

    internal void NotLogged(int units) => Interlocked.Add(ref _unlogged, units);

    internal void ShadowFailed() => Interlocked.Increment(ref _shadowFailures);

    /// <summary>The latency that a share of the answered requests did not exceed, within 19 % (the width of a bucket); null before the first.</summary>
    /// <param name="share">0 to 1.</param>
    public TimeSpan? LatencyQuantile(double share)
    {
        var counts = new long[_latencies.Length];
        for (var bucket = 0; bucket < counts.Length; bucket++)
            counts[bucket] = Interlocked.Read(ref _latencies[bucket]);
        return Quantile(counts, share);
    }

    private static TimeSpan? Quantile(long[] counts, double share)
    {
        var wanted = (long)Math.Ceiling(counts.Sum() * share);
        var seen = 0L;
        for (var bucket = 0; bucket < counts.Length; bucket++)
        {
            seen += counts[bucket];
            if (seen >= wanted && seen > 0)
                return TimeSpan.FromMicroseconds(Math.Pow(2, (bucket + 1) / (double)BucketsPerOctave));
        }

        return null;
    }

    private int Bucket(TimeSpan latency)
    {
        var microseconds = Math.Max(1, latency.TotalMicroseconds);
        return Math.Min(_latencies.Length - 1, (int)(Math.Log2(microseconds) * BucketsPerOctave));
    }
}
