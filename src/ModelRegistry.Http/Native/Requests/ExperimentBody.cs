using System.Collections.Immutable;

namespace ModelRegistry.Http.Native.Requests;

/// <summary>POST /experiments.</summary>
internal sealed record ExperimentBody
{
    public required string Name { get; init; }

    public required string Model { get; init; }

    public ImmutableArray<ExperimentVariantBody> Variants { get; init; } = [];

    public ImmutableArray<MetricBody> Metrics { get; init; } = [];

    public double Confidence { get; init; } = 0.95;

    public long MinSamples { get; init; } = 100;

    public string? Seed { get; init; }

    public DateTimeOffset? AsOfFrom { get; init; }

    public DateTimeOffset? AsOfTo { get; init; }

    public int BlockDays { get; init; } = 5;

    /// <summary>promote or recommend.</summary>
    public string OnConclude { get; init; } = "recommend";
}
