namespace ModelRegistry.Core.Experiments;

/// <summary>Two proportions compared, b against a.</summary>
/// <param name="Difference">Share of b minus share of a.</param>
/// <param name="Z">By the pooled share, as the test of no difference wants it.</param>
/// <param name="PValue">Two-sided, of <paramref name="Z"/>.</param>
/// <param name="StandardError">Not pooled, as the interval wants it.</param>
/// <param name="Wald">Difference ± z · standard error.</param>
/// <param name="Newcombe">By the two Wilson intervals (Newcombe 1998, method 10): stays true where shares are near 0 or 1.</param>
public sealed record TwoProportionResult(
    double Difference,
    double Z,
    double PValue,
    double StandardError,
    (double Low, double High) Wald,
    (double Low, double High) Newcombe);
