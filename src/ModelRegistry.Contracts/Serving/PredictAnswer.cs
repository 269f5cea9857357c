using System.Collections.Immutable;

namespace ModelRegistry.Contracts.Serving;

/// <summary>The scores, in the order of the instances.</summary>
[GenerateSerializer, Immutable, Alias("predict-answer")]
public sealed record PredictAnswer
{
    [Id(0)]
    public required string Model { get; init; }

    /// <summary><c>durable</c>, <c>buffered</c>, or <c>no</c> where the log was full and the operator's policy is to serve.</summary>
    [Id(1)]
    public required string Logged { get; init; }

    [Id(2)]
    public ImmutableArray<ScoredInstance> Predictions { get; init; } = [];

    /// <summary>Set while the routing cannot be refreshed.</summary>
    [Id(3)]
    public DateTimeOffset? RoutingStaleSince { get; init; }

    public bool Equals(PredictAnswer? other) => Structural.Equal(this, other);

    public override int GetHashCode() => Structural.Hash(this);
}
