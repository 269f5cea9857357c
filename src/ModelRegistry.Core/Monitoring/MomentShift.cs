using MathNet.Numerics.Distributions;

namespace ModelRegistry.Core.Monitoring;

/// <summary>How mean and variance moved from a reference to a current sample. Variances are sample variances (n − 1). NaN where undefined.</summary>
public sealed record MomentShift
{
    /// <summary>(current mean − reference mean) / reference standard deviation.</summary>
    public required double Standardized { get; init; }

    /// <summary>The shift over σ / √n of the current sample, the reference taken as known.</summary>
    public required double ZAgainstReference { get; init; }

    /// <summary>The shift over its standard error with both samples uncertain; rows independent.</summary>
    public required double ZTwoSample { get; init; }

    /// <summary>Current variance over reference variance.</summary>
    public required double VarianceRatio { get; init; }

    /// <summary>Two-sided F test of equal variances; rows independent and normal.</summary>
    public required double VariancePValue { get; init; }

    /// <param name="reference">Rows, mean, sample variance.</param>
    /// <param name="current">Rows, mean, sample variance.</param>
    public static MomentShift Between((double Rows, double Mean, double Variance) reference, (double Rows, double Mean, double Variance) current)
    {
        var shift = current.Mean - reference.Mean;
        var deviation = Math.Sqrt(reference.Variance);
        var ratio = Ratio(current.Variance, reference.Variance);
        return new MomentShift
        {
            Standardized = Ratio(shift, deviation),
            ZAgainstReference = Ratio(shift, deviation / Math.Sqrt(current.Rows)),
            ZTwoSample = Ratio(shift, Math.Sqrt((reference.Variance / reference.Rows) + (current.Variance / current.Rows))),
            VarianceRatio = ratio,
            VariancePValue = FTest(ratio, current.Rows - 1, reference.Rows - 1),
        };
    }

    public static MomentShift Between(CellSum reference, CellSum current) =>
        Between((reference.Rows, reference.Mean, reference.Variance), (current.Rows, current.Mean, current.Variance));

    // No spread to measure by: no movement is 0, any movement is undefined rather than infinite.
    private static double Ratio(double value, double unit) => unit > 0 ? value / unit : double.NaN;

    private static double FTest(double ratio, double above, double below)
    {
        if (!double.IsFinite(ratio) || above < 1 || below < 1) return double.NaN;
        if (ratio == 0) return 0;
        // The upper tail as the lower tail of the inverse ratio, so that small p-values keep their digits.
        var lower = FisherSnedecor.CDF(above, below, ratio);
        var upper = FisherSnedecor.CDF(below, above, 1 / ratio);
        return Math.Min(1, 2 * Math.Min(lower, upper));
    }
}
