namespace ModelRegistry.Contracts.Experiments;

/// <summary>One arm of one metric, so far.</summary>
[GenerateSerializer, Immutable, Alias("arm-result")]
public sealed record ArmResult
{
    [Id(0)]
    public required string Variant { get; init; }

    [Id(1)]
    public required int Version { get; init; }

    [Id(2)]
    public required long Units { get; init; }

    /// <summary>NaN with no units.</summary>
    [Id(3)]
    public required double Mean { get; init; }

    [Id(4)]
    public required double StandardError { get; init; }
}
