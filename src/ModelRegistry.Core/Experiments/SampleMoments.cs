using System.Text.Json.Serialization;

namespace ModelRegistry.Core.Experiments;

/// <summary>
/// All that is kept of a sample: count, mean and the sum of squared deviations. Adding is Welford's update, merging is Chan's;
/// neither loses digits where the mean is large against the spread. Bits depend on the order, so callers keep to one.
/// </summary>
/// <param name="Count">Values seen.</param>
/// <param name="Mean">Their mean; 0 with none.</param>
/// <param name="M2">The sum of their squared deviations from <paramref name="Mean"/>.</param>
public readonly record struct SampleMoments(long Count, double Mean, double M2)
{
    /// <summary>With divisor n − 1; NaN with fewer than two values.</summary>
    [JsonIgnore]
    public double Variance => Count < 2 ? double.NaN : M2 / (Count - 1);

    /// <summary>Of the mean: √(variance / n); NaN with fewer than two values.</summary>
    [JsonIgnore]
    public double StandardError => Math.Sqrt(Variance / Count);

    /// <summary>With one more value.</summary>
    public SampleMoments Add(double value)
    {
        var count = Count + 1;
        var delta = value - Mean;
        var mean = Mean + (delta / count);
        return new SampleMoments(count, mean, M2 + (delta * (value - mean)));
    }

    /// <summary>Of both samples together.</summary>
    public SampleMoments Merge(SampleMoments other)
    {
        if (other.Count is 0)
            return this;
        if (Count is 0)
            return other;
        var count = Count + other.Count;
        var delta = other.Mean - Mean;
        var share = (double)other.Count / count;
        return new SampleMoments(count, Mean + (delta * share), M2 + other.M2 + (delta * delta * Count * share));
    }

    /// <summary>Of values in their order.</summary>
    public static SampleMoments Of(ReadOnlySpan<double> values)
    {
        var moments = default(SampleMoments);
        foreach (var value in values)
            moments = moments.Add(value);
        return moments;
    }
}
