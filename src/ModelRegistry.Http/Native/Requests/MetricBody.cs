using ModelRegistry.Contracts.Experiments;

namespace ModelRegistry.Http.Native.Requests;

/// <summary>One metric in POST /experiments.</summary>
internal sealed record MetricBody
{
    public required string Name { get; init; }

    public MetricKind Kind { get; init; }

    public MetricSource Source { get; init; }

    public MetricDirection Direction { get; init; }

    public MetricRole Role { get; init; }

    public MetricPlan ToPlan() => new()
    {
        Name = Name,
        Kind = Kind,
        Source = Source,
        Increase = Direction == MetricDirection.Increase,
        Primary = Role == MetricRole.Primary,
    };
}
