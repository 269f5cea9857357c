using System.Collections.Immutable;

namespace ModelRegistry.Core.Experiments;

/// <summary>Which arm each of the 10,000 buckets belongs to.</summary>
public static class BucketTable
{
    /// <summary>The number of buckets: weights are kept to a hundredth of a per cent.</summary>
    public const int Size = 10_000;

    /// <summary>The table of a new test: arm after arm, in the order of the weights.</summary>
    /// <param name="weights">One per arm, finite, not negative, not all zero; only their ratios matter. At most 256 arms.</param>
    /// <exception cref="ArgumentException">The weights are not as they should be.</exception>
    public static ImmutableArray<byte> Create(ReadOnlySpan<double> weights)
    {
        var counts = Counts(weights);
        var table = ImmutableArray.CreateBuilder<byte>(Size);
        for (var arm = 0; arm < counts.Length; arm++)
            table.AddRange(Enumerable.Repeat((byte)arm, counts[arm]));
        return table.MoveToImmutable();
    }

    /// <summary>
    /// The table after a change of weights. As few buckets as possible change their arm: only those that an arm has too many of, the highest
    /// first, filled up arm by arm; so the result depends on nothing but the table and the weights.
    /// </summary>
    /// <exception cref="ArgumentException">The table or the weights are not as they should be.</exception>
    public static ImmutableArray<byte> Reweigh(ImmutableArray<byte> table, ReadOnlySpan<double> weights)
    {
        if (table.IsDefault || table.Length != Size)
            throw new ArgumentException($"A bucket table has {Size} buckets, not {(table.IsDefault ? 0 : table.Length)}.", nameof(table));

        var missing = Counts(weights);
        foreach (var arm in table)
            if (arm < missing.Length)
                missing[arm]--;

        var next = table.ToBuilder();
        var receiver = 0;
        for (var bucket = Size - 1; bucket >= 0; bucket--)
        {
            var arm = next[bucket];
            if (arm < missing.Length && missing[arm] >= 0)
                continue;
            while (missing[receiver] <= 0)
                receiver++;
            if (arm < missing.Length)
                missing[arm]++;
            missing[receiver]--;
            next[bucket] = (byte)receiver;
        }

        return next.MoveToImmutable();
    }

    /// <summary>Buckets per arm by the largest remainder; equal remainders go to the arm that comes first.</summary>
    private static int[] Counts(ReadOnlySpan<double> weights)
    {
        var total = Total(weights);
        var counts = new int[weights.Length];
        var remainders = new double[weights.Length];
        for (var arm = 0; arm < weights.Length; arm++)
        {
            var exact = weights[arm] / total * Size;
            counts[arm] = (int)Math.Floor(exact);
            remainders[arm] = exact - counts[arm];
        }

        var order = Enumerable.Range(0, weights.Length).OrderByDescending(arm => remainders[arm]).ThenBy(arm => arm);
        foreach (var arm in order.Take(Size - counts.Sum()))
            counts[arm]++;
        return counts;
    }

    private static double Total(ReadOnlySpan<double> weights)
    {
        if (weights.Length is 0 or > 256)
            throw new ArgumentException($"A test has 1 to 256 arms, not {weights.Length}.", nameof(weights));
        var total = 0.0;
        foreach (var weight in weights)
        {
            if (!double.IsFinite(weight) || weight < 0)
                throw new ArgumentException($"A weight must be finite and not negative, not {weight}.", nameof(weights));
            total += weight;
        }

        if (total is 0 || double.IsInfinity(total))
            throw new ArgumentException($"The weights must have a finite, positive sum, not {total}.", nameof(weights));
        return total;
    }
}
