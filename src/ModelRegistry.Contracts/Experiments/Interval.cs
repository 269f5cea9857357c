namespace ModelRegistry.Contracts.Experiments;

/// <summary>A two-sided interval for the difference challenger minus champion.</summary>
[GenerateSerializer, Immutable, Alias("interval")]
public sealed record Interval
{
    [Id(0)]
    public required double Low { get; init; }

    [Id(1)]
    public required double High { get; init; }

    [Id(2)]
    public required string Method { get; init; }
}
