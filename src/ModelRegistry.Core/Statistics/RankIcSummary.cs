namespace ModelRegistry.Core.Statistics;

/// <summary>A series of daily information coefficients in a few numbers; NaN where undefined.</summary>
public sealed record RankIcSummary
{
    /// <summary>Days that have an IC.</summary>
    public required int Days { get; init; }

    /// <summary>Mean of the daily rank correlations.</summary>
    public required double Mean { get; init; }

    /// <summary>Sample standard deviation over the days.</summary>
    public required double StandardDeviation { get; init; }

    /// <summary>Newey–West standard error of <see cref="Mean"/> with <see cref="Lag"/> lags.</summary>
    public required double StandardError { get; init; }

    /// <summary>Lags allowed for: at least the days that consecutive labels share.</summary>
    public required int Lag { get; init; }

    /// <summary>Information ratio of the IC, per day: mean / standard deviation. Overlapping labels make it look better than it is; judge by <see cref="T"/>.</summary>
    public double Icir => Mean / StandardDeviation;

    /// <summary><see cref="Icir"/> × √252.</summary>
    public double IcirAnnualised => Icir * Math.Sqrt(Performance.DaysPerYear);

    /// <summary>mean / standard error.</summary>
    public double T => Mean / StandardError;
}
