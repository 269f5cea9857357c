using MathNet.Numerics.LinearAlgebra;

namespace ModelRegistry.Core.Monitoring;

/// <summary>The distribution function of the one-sample Kolmogorov–Smirnov statistic (Marsaglia, Tsang, Wang: Journal of Statistical Software 8(18), 2003).</summary>
internal static class MarsagliaTsangWang
{
    private const double Big = 1e140;

    /// <summary>P(D &lt; d) of <paramref name="n"/> independent rows.</summary>
    public static double Below(int n, double d)
    {
        var k = (int)(n * d) + 1;
        var size = (2 * k) - 1;
        var (power, exponent) = Power(Transition(size, k - (n * d)), n);
        var p = power[k - 1, k - 1];
        for (var i = 1; i <= n; i++)
        {
            p = p * i / n;
            if (p < 1 / Big) (p, exponent) = (p * Big, exponent - 140);
        }

        return p * Math.Pow(10, exponent);
    }

    private static Matrix<double> Transition(int size, double h)
    {
        var matrix = Matrix<double>.Build.Dense(size, size, (i, j) => i - j + 1 < 0 ? 0 : 1);
        for (var i = 0; i < size; i++)
        {
            matrix[i, 0] -= Math.Pow(h, i + 1);
            matrix[size - 1, i] -= Math.Pow(h, size - i);
        }

        matrix[size - 1, 0] += (2 * h) - 1 > 0 ? Math.Pow((2 * h) - 1, size) : 0;
        for (var i = 0; i < size; i++)
        {
            for (var j = 0; j <= i; j++)
            {
                for (var g = 1; g <= i - j + 1; g++) matrix[i, j] /= g;
            }
        }

        return matrix;
    }

    // By squaring; the exponent (of ten) is carried apart so that nothing overflows.
    private static (Matrix<double> Value, int Exponent) Power(Matrix<double> matrix, int n)
    {
        if (n == 1) return (matrix, 0);
        var (half, exponent) = Power(matrix, n / 2);
        var value = half * half;
        exponent *= 2;
        if (n % 2 == 1) value = matrix * value;
        var middle = matrix.RowCount / 2;
        return value[middle, middle] > Big ? (value / Big, exponent + 140) : (value, exponent);
    }
}
