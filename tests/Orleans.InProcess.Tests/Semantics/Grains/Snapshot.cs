using System.Collections.Frozen;
using System.Collections.Immutable;

namespace GrainRuntime.Tests.Semantics.Grains;

[GenerateSerializer]
[Alias("tests.snapshot")]
internal sealed record Snapshot
{
    [Id(0)]
    public string Name { get; init; } = "";

    [Id(1)]
    public double Value { get; init; }

    [Id(2)]
    public ImmutableArray<double> Values { get; init; }

    [Id(3)]
    public ImmutableDictionary<string, long> Counts { get; init; } = ImmutableDictionary<string, long>.Empty;

    [Id(4)]
    public FrozenDictionary<string, DayOfWeek> Days { get; init; } = FrozenDictionary<string, DayOfWeek>.Empty;

    [Id(5)]
    public DateTimeOffset? At { get; init; }
}
