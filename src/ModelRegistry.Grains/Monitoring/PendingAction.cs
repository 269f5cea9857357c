using System.Collections.Immutable;
using ModelRegistry.Contracts;
using ModelRegistry.Core.Monitoring;

namespace ModelRegistry.Grains.Monitoring;

/// <summary>An action that was decided and may not have been carried out yet. It is repeated until it is; repeats are harmless.</summary>
[GenerateSerializer, Immutable, Alias("monitor-pending-action")]
internal sealed record PendingAction
{
    [Id(0)]
    public MonitorActionKind Kind { get; init; }

    [Id(1)]
    public Guid Report { get; init; }

    [Id(2)]
    public DateTimeOffset AsOf { get; init; }

    [Id(3)]
    public int? From { get; init; }

    [Id(4)]
    public int? To { get; init; }

    [Id(5)]
    public string Why { get; init; } = "";

    [Id(6)]
    public ImmutableArray<string> Features { get; init; } = [];

    [Id(7)]
    public bool Drill { get; init; }

    public bool Equals(PendingAction? other) => Structural.Equal(this, other);

    public override int GetHashCode() => Structural.Hash(this);
}
