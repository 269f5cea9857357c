using System.Collections.Immutable;

namespace ModelRegistry.Core.Experiments;

/// <summary>The figures of an A/B test as they are kept between activations. Written to JSON and read again it is the same bit for bit.</summary>
public sealed record TallyState
{
    /// <summary>Outcomes of the as-of days that are still open: days in order, within a day in the order of the log.</summary>
    public ImmutableArray<UnitOutcome> Open { get; init; } = [];

    /// <summary>The latest as-of day (UTC) of any outcome.</summary>
    public DateOnly? Latest { get; init; }

    /// <summary>This day and all before it are closed, whether they had units or not.</summary>
    public DateOnly? ClosedThrough { get; init; }

    /// <summary>The last closed day that had units.</summary>
    public DateOnly? CountedThrough { get; init; }

    /// <summary>Closed days in the block that is not full yet.</summary>
    public int DaysInBlock { get; init; }

    /// <summary>Units of closed days, per arm.</summary>
    public ImmutableArray<long> Units { get; init; } = [];

    /// <summary>In the order of the plan.</summary>
    public ImmutableArray<MetricTally> Metrics { get; init; } = [];

    /// <summary>The smallest p-value of the sequential sample-ratio check at the end of any closed day.</summary>
    public double SampleRatioPValue { get; init; } = 1;

    /// <summary>Outcomes that came after their as-of day was closed: not in the figures.</summary>
    public long Late { get; init; }

    /// <summary>Further outcomes of units that were counted: not in the figures.</summary>
    public long Repeated { get; init; }

    /// <summary>Outcomes whose score or actual is not a finite number: not in the figures.</summary>
    public long Invalid { get; init; }

    /// <summary>Units counted on closed days whose name does not bind them to their as-of time: <see cref="SeenUnits"/>, base64.</summary>
    public string Seen { get; init; } = "";
}
