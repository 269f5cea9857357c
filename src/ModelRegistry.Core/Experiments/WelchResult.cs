namespace ModelRegistry.Core.Experiments;

/// <summary>Welch's t-test of b against a.</summary>
/// <param name="Difference">Mean of b minus mean of a.</param>
/// <param name="StandardError">Of the difference, variances not pooled.</param>
/// <param name="T">The difference in standard errors.</param>
/// <param name="DegreesOfFreedom">Welch–Satterthwaite.</param>
/// <param name="PValue">Two-sided.</param>
/// <param name="Low">Lower end of the interval for the difference.</param>
/// <param name="High">Upper end.</param>
public sealed record WelchResult(
    double Difference, double StandardError, double T, double DegreesOfFreedom, double PValue, double Low, double High);
