namespace ModelRegistry.Core.Monitoring;

/// <summary>Distances between two distributions that were counted into the same bins. NaN where a side has no rows.</summary>
public static class BinnedDistance
{
    /// <summary>The least proportion of a bin in <see cref="Psi"/>, so that an empty bin weighs much and not infinitely.</summary>
    public const double Floor = 1e-4;

    /// <summary>
    /// Population stability index: Σ (q − p) ln(q / p), proportions raised to at least <see cref="Floor"/> and not renormalised.
    /// </summary>
    public static double Psi(ReadOnlySpan<long> current, ReadOnlySpan<long> reference)
    {
        if (!Comparable(current, reference, out var n, out var m)) return double.NaN;
        var psi = 0.0;
        for (var i = 0; i < current.Length; i++)
        {
            var q = Math.Max(current[i] / n, Floor);
            var p = Math.Max(reference[i] / m, Floor);
            psi += (q - p) * Math.Log(q / p);
        }

        return psi;
    }

    /// <summary>Largest difference of the two distribution functions at the edges: below the exact two-sample statistic by at most the largest bin mass.</summary>
    public static double KolmogorovSmirnov(ReadOnlySpan<long> a, ReadOnlySpan<long> b)
    {
        if (!Comparable(a, b, out var n, out var m)) return double.NaN;
        double f = 0, g = 0, largest = 0;
        for (var i = 0; i < a.Length; i++)
        {
            f += a[i];
            g += b[i];
            largest = Math.Max(largest, Math.Abs((f / n) - (g / m)));
        }

        return largest;
    }

    /// <summary>Kullback–Leibler divergence of p from q, Σ p ln(p / q) in nats; infinite where a bin of p is empty in q.</summary>
    public static double KullbackLeibler(ReadOnlySpan<long> p, ReadOnlySpan<long> q)
    {
        if (!Comparable(p, q, out var n, out var m)) return double.NaN;
        var sum = 0.0;
        for (var i = 0; i < p.Length; i++) sum += Term(p[i] / n, q[i] / m);
        return sum;
    }

    /// <summary>Jensen–Shannon divergence in nats, 0 to ln 2; its square root is a distance.</summary>
    public static double JensenShannon(ReadOnlySpan<long> p, ReadOnlySpan<long> q)
    {
        if (!Comparable(p, q, out var n, out var m)) return double.NaN;
        var sum = 0.0;
        for (var i = 0; i < p.Length; i++)
        {
            var middle = ((p[i] / n) + (q[i] / m)) / 2;
            sum += (Term(p[i] / n, middle) + Term(q[i] / m, middle)) / 2;
        }

        return sum;
    }

    /// <summary>
    /// Wasserstein-1 between the outermost edges: ∫ |F − G|, both distribution functions taken as straight within a bin.
    /// In units of the feature. What moves beyond the outermost edges is not seen; 0 with fewer than two edges.
    /// </summary>
    /// <param name="edges">Ascending; one fewer than there are bins.</param>
    public static double Wasserstein(ReadOnlySpan<double> edges, ReadOnlySpan<long> a, ReadOnlySpan<long> b)
    {
        if (edges.Length != a.Length - 1)
            throw new ArgumentException($"{edges.Length} edges make {edges.Length + 1} bins, not {a.Length}.", nameof(edges));
        if (!Comparable(a, b, out var n, out var m)) return double.NaN;
        double gap = (a[0] / n) - (b[0] / m), area = 0;
        for (var i = 1; i < edges.Length; i++)
        {
            var next = gap + (a[i] / n) - (b[i] / m);
            area += (edges[i] - edges[i - 1]) * MeanAbsolute(gap, next);
            gap = next;
        }

        return area;
    }

    // The mean of |x| on the straight line from x to y, which may cross zero.
    private static double MeanAbsolute(double x, double y) => x * y >= 0
        ? Math.Abs(x + y) / 2
        : ((x * x) + (y * y)) / (2 * Math.Abs(x - y));

    private static double Term(double p, double q) => p == 0 ? 0 : p * Math.Log(p / q);

    private static bool Comparable(ReadOnlySpan<long> a, ReadOnlySpan<long> b, out double n, out double m)
    {
        if (a.Length != b.Length) throw new ArgumentException($"{a.Length} bins cannot be compared with {b.Length}.", nameof(b));
        (n, m) = (Total(a), Total(b));
        return n > 0 && m > 0;
    }

    private static double Total(ReadOnlySpan<long> counts)
    {
        var sum = 0L;
        foreach (var count in counts) sum += count;
        return sum;
    }
}
