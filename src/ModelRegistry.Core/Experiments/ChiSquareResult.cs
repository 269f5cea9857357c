namespace ModelRegistry.Core.Experiments;

/// <summary>A chi-square statistic and its tail.</summary>
/// <param name="Statistic">The statistic.</param>
/// <param name="DegreesOfFreedom">Categories compared, less one.</param>
/// <param name="LogPValue">Natural log of the p-value; says how small it is where the p-value itself is below the smallest double.</param>
public sealed record ChiSquareResult(double Statistic, int DegreesOfFreedom, double LogPValue)
{
    public double PValue => Math.Exp(LogPValue);
}
