namespace ModelRegistry.Core.Monitoring;

/// <summary>Exact distances between two samples. Samples are finite numbers in any order, at least one each.</summary>
public static class SampleDistance
{
    /// <summary>Two-sample Kolmogorov–Smirnov statistic: the largest |F − G|.</summary>
    public static double KolmogorovSmirnov(ReadOnlySpan<double> a, ReadOnlySpan<double> b)
    {
        var walk = new Walk(a, b);
        var largest = 0.0;
        while (walk.Next()) largest = Math.Max(largest, Math.Abs(walk.Gap));
        return largest;
    }

    /// <summary>Wasserstein-1 (earth mover's distance), ∫ |F − G|, in the units of the values.</summary>
    public static double Wasserstein(ReadOnlySpan<double> a, ReadOnlySpan<double> b)
    {
        var walk = new Walk(a, b);
        var area = 0.0;
        while (walk.Next()) area += Math.Abs(walk.Gap) * walk.Width;
        return area;
    }

    /// <summary>Both empirical distribution functions, walked along the values of both.</summary>
    private struct Walk(ReadOnlySpan<double> a, ReadOnlySpan<double> b)
    {
        private readonly double[] _a = Sorted(a, nameof(a));
        private readonly double[] _b = Sorted(b, nameof(b));
        private int _i;
        private int _j;

        /// <summary>F − G from the present value up to the next.</summary>
        public double Gap { get; private set; }

        /// <summary>From the present value to the next; 0 at the last.</summary>
        public double Width { get; private set; }

        public bool Next()
        {
            if (_i == _a.Length && _j == _b.Length) return false;
            var value = Peek();
            while (_i < _a.Length && _a[_i] <= value) _i++;
            while (_j < _b.Length && _b[_j] <= value) _j++;
            Gap = ((double)_i / _a.Length) - ((double)_j / _b.Length);
            Width = _i == _a.Length && _j == _b.Length ? 0 : Peek() - value;
            return true;
        }

        private readonly double Peek() => Math.Min(
            _i < _a.Length ? _a[_i] : double.PositiveInfinity,
            _j < _b.Length ? _b[_j] : double.PositiveInfinity);

        private static double[] Sorted(ReadOnlySpan<double> values, string name)
        {
            if (values.IsEmpty) throw new ArgumentException("The sample is empty; at least one value is wanted.", name);
            foreach (var value in values)
            {
                if (!double.IsFinite(value)) throw new ArgumentException($"The sample holds {value}; finite values are wanted.", name);
            }

            var sorted = values.ToArray();
            Array.Sort(sorted);
            return sorted;
        }
    }
}
