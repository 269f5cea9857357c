using System.Collections.Immutable;

namespace ModelRegistry.Contracts.Serving;

/// <summary>One unit to be scored.</summary>
[GenerateSerializer, Immutable, Alias("predict-instance")]
public sealed record PredictInstance
{
    /// <summary>What the prediction is about, such as a ticker.</summary>
    [Id(0)]
    public string? Entity { get; init; }

    /// <summary>The time the features describe; null: the arrival.</summary>
    [Id(1)]
    public DateTimeOffset? AsOf { get; init; }

    /// <summary>Unit of randomisation; null: <c>entity|asOf</c>.</summary>
    [Id(2)]
    public string? Unit { get; init; }

    /// <summary>Feature names, in any order.</summary>
    [Id(3)]
    public ImmutableArray<string> Names { get; init; } = [];

    /// <summary>One value per name; NaN is missing.</summary>
    [Id(4)]
    public ImmutableArray<double> Values { get; init; } = [];

    public bool Equals(PredictInstance? other) => Structural.Equal(this, other);

    public override int GetHashCode() => Structural.Hash(this);
}
