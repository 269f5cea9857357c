using System.Collections.Immutable;

namespace ModelRegistry.Contracts.Experiments.Events;

/// <summary>Units are being assigned.</summary>
[GenerateSerializer, Immutable, Alias("experiment-started")]
public sealed record ExperimentStarted : ExperimentEvent
{
    /// <summary>The arm (index into the variants) of each of the 10,000 buckets.</summary>
    [Id(0)]
    public ImmutableArray<byte> Buckets { get; init; } = [];

    /// <summary>The sequence of the model's last outcome before the test: counting begins after it.</summary>
    [Id(1)]
    public long OutcomesFrom { get; init; }

    public bool Equals(ExperimentStarted? other) => Structural.Equal(this, other);

    public override int GetHashCode() => Structural.Hash(this);
}
