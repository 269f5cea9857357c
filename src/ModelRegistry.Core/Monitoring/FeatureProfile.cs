using System.Collections.Immutable;

namespace ModelRegistry.Core.Monitoring;

/// <summary>One feature (or <c>score</c>) over the training period.</summary>
public sealed record FeatureProfile
{
    /// <summary>The name under which the monitor also watches the model's own output.</summary>
    public const string Score = "score";

    public required string Name { get; init; }

    /// <summary>A rank within its as-of time: by construction the same every day, it cannot drift.</summary>
    public bool Ranked { get; init; }

    /// <summary>Ascending, distinct; bin of x is the number of edges that are at most x. Repeated quantiles become a bin of their own (see the builder).</summary>
    public ImmutableArray<double> Edges { get; init; } = [];

    /// <summary>In as-of order.</summary>
    public ImmutableArray<DayCell> Days { get; init; } = [];
}
