using System.Collections.Immutable;

namespace ModelRegistry.Core.Monitoring;

/// <summary>Neighbouring bins taken together, so that few rows are not spread over many bins.</summary>
public sealed class Pooling
{
    private readonly ImmutableArray<int> _group;

    private Pooling(ImmutableArray<int> group, int bins)
    {
        _group = group;
        Bins = bins;
    }

    /// <summary>Bins after pooling.</summary>
    public int Bins { get; }

    /// <summary>Bins of about equal mass by the reference's counts; a bin goes where its middle is. Of 100 equal bins, ten make a decile exactly.</summary>
    /// <param name="bins">Wanted; fewer come out where single bins hold more than a share.</param>
    /// <param name="reference">Rows per bin of the reference.</param>
    public static Pooling Into(int bins, ReadOnlySpan<long> reference)
    {
        double total = 0, before = 0;
        foreach (var count in reference) total += count;
        var group = ImmutableArray.CreateBuilder<int>(reference.Length);
        int last = -1, next = -1;
        foreach (var count in reference)
        {
            var place = total == 0 ? 0 : Math.Min(bins - 1, (int)((before + (count / 2.0)) / total * bins));
            before += count;
            if (place != last) (last, next) = (place, next + 1);
            group.Add(next);
        }

        return new Pooling(group.MoveToImmutable(), next + 1);
    }

    public long[] Pool(ReadOnlySpan<long> counts)
    {
        if (counts.Length != _group.Length) throw new ArgumentException($"{counts.Length} bins were given where {_group.Length} are pooled.", nameof(counts));
        var pooled = new long[Bins];
        for (var i = 0; i < counts.Length; i++) pooled[_group[i]] += counts[i];
        return pooled;
    }
}
