using System.Collections.Immutable;

namespace ModelRegistry.Core.Statistics;

/// <summary>Daily figures of a long-short portfolio, as fractions of its capital: one unit long and one unit short when all tranches are invested.</summary>
public sealed record LongShortResult
{
    /// <summary>Return of each day before costs.</summary>
    public ImmutableArray<double> Gross { get; init; } = [];

    /// <summary>Return of each day after the cost of what was traded at its close.</summary>
    public ImmutableArray<double> Net { get; init; } = [];

    /// <summary>Value traded at each day's close, purchases and sales added.</summary>
    public ImmutableArray<double> Turnover { get; init; } = [];
}
