using System.Collections.Immutable;

namespace ModelRegistry.Core.Monitoring;

/// <summary>All that is kept of one feature on one as-of day. Cells of the same edges are merged by adding.</summary>
public sealed record DayCell
{
    public required DateTimeOffset AsOf { get; init; }

    /// <summary>Rows per bin; one more than there are edges.</summary>
    public ImmutableArray<int> Counts { get; init; } = [];

    /// <summary>Rows whose value is missing (NaN); not in <see cref="Counts"/>.</summary>
    public int Missing { get; init; }

    /// <summary>Mean of the values that are there.</summary>
    public double Mean { get; init; }

    /// <summary>Sum of squared deviations from <see cref="Mean"/>.</summary>
    public double M2 { get; init; }
}
