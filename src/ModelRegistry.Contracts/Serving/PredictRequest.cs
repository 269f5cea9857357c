using System.Collections.Immutable;

namespace ModelRegistry.Contracts.Serving;

/// <summary>Units to be scored by one model.</summary>
[GenerateSerializer, Immutable, Alias("predict-request")]
public sealed record PredictRequest
{
    /// <summary>Name, or <c>id:UUID</c>.</summary>
    [Id(0)]
    public required string Model { get; init; }

    [Id(1)]
    public ImmutableArray<PredictInstance> Instances { get; init; } = [];

    /// <summary>When set it must be that of the version that answers.</summary>
    [Id(2)]
    public string? FeatureGraphHash { get; init; }

    /// <summary>Null: routed.</summary>
    [Id(3)]
    public int? Version { get; init; }

    /// <summary>Answer only after the log has it.</summary>
    [Id(4)]
    public bool Durable { get; init; }

    public bool Equals(PredictRequest? other) => Structural.Equal(this, other);

    public override int GetHashCode() => Structural.Hash(this);
}
